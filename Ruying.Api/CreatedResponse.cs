namespace Ruying.Api;

/// <summary>What was asked for is being made.</summary>
/// <param name="Id">The id of the avatar or video to come, or the name of the model.</param>
/// <param name="JobId">The id of the job that makes it.</param>
public sealed record CreatedResponse(string Id, string JobId);

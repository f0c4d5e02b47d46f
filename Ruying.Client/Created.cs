namespace Ruying.Client;

/// <summary>Something is being made.</summary>
/// <param name="Id">The id of the avatar or video to come, or the name of the model.</param>
/// <param name="JobId">The job that makes it.</param>
public sealed record Created(string Id, string JobId);

using Ruying.Api.Videos;

namespace Ruying.Api.Drafts;

/// <summary>A draft as the API shows it.</summary>
/// <param name="Id">The draft's id.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Video">The request for the video as far as it is known; what was left out has its usual value.</param>
/// <param name="Version">How often it was saved.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ChangedAt">When it was saved last.</param>
public sealed record DraftResponse(string Id, string? Title, CreateVideoRequest Video, int Version, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt);

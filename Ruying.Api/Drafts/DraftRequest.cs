using Ruying.Api.Videos;

namespace Ruying.Api.Drafts;

/// <summary>A video that is not finished; nothing in it has to be right yet.</summary>
/// <param name="Title">What people call it, up to 200 characters.</param>
/// <param name="Video">The request for the video as far as it is known.</param>
public sealed record DraftRequest(string? Title = null, CreateVideoRequest? Video = null);

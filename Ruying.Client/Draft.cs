namespace Ruying.Client;

/// <summary>A video that is not finished.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Video">The request for the video as far as it is known.</param>
/// <param name="Version">How often it was saved.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ChangedAt">When it was saved last.</param>
public sealed record Draft(string Id, string? Title, VideoOptions Video, int Version, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt)
{
    /// <summary>What the service calls this state of it: sent back with a change, it is refused where somebody was quicker.</summary>
    public string? Tag { get; init; }
}

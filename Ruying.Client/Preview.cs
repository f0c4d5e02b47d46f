namespace Ruying.Client;

/// <summary>The beginning of a video.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AvatarId">Who speaks.</param>
/// <param name="State">Whether it is there.</param>
/// <param name="Seconds">Its length once it is.</param>
/// <param name="Captions">The formats of its caption files, with commas between them.</param>
/// <param name="Format"><c>mp4</c>, or <c>webm</c> where the background is transparent.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="ExpiresAt">When it goes; null while it is being made.</param>
/// <param name="Job">The job that makes it.</param>
public sealed record Preview(
    string Id, string AvatarId, ResultState State, double? Seconds, string Captions, string Format, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, Job Job);

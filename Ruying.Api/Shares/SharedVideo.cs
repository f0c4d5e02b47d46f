namespace Ruying.Api.Shares;

/// <summary>What a link shows.</summary>
/// <param name="ShareId">The link.</param>
/// <param name="VideoId">The video.</param>
/// <param name="Title">Who speaks.</param>
/// <param name="Language">BCP 47 tag of what is said.</param>
/// <param name="Format">Its format's extension.</param>
/// <param name="HasCaptions">Whether there are captions that the picture does not hold.</param>
public sealed record SharedVideo(string ShareId, string VideoId, string Title, string Language, string Format, bool HasCaptions);

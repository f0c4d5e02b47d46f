namespace Ruying.Api.Jobs;

/// <summary>What a job makes, for people.</summary>
/// <param name="Title">The avatar's name, the video's words, or the model's name.</param>
/// <param name="AvatarName">Who speaks in it; null of avatars and models.</param>
/// <param name="Page">Where it is shown; null of what has no page of its own.</param>
/// <param name="Poster">A picture of whom it is about; null while there is none.</param>
public sealed record JobSubject(string Title, string? AvatarName, string? Page, string? Poster);

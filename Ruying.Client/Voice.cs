namespace Ruying.Client;

/// <summary>A voice of the service's machine.</summary>
/// <param name="Id">What a video takes.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Engine">What speaks with it.</param>
public sealed record Voice(string Id, string Name, string Language, string Engine);

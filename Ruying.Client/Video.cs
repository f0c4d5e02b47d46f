namespace Ruying.Client;

/// <summary>A video.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AvatarId">Who speaks.</param>
/// <param name="AvatarName">The avatar's name.</param>
/// <param name="Text">What is said; null for a recording.</param>
/// <param name="Recording">The name of the recording; null for a text.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Voice">The voice asked for.</param>
/// <param name="Label">Whether the picture says that it is generated.</param>
/// <param name="Captions">The formats of its caption files, with commas between them.</param>
/// <param name="Background">What is behind the person: <c>original</c>, <c>blur</c>, <c>colour</c>, <c>picture</c> or <c>transparent</c>.</param>
/// <param name="BackgroundPicture">The name of the picture behind the person; null without.</param>
/// <param name="Aspect">The picture's shape.</param>
/// <param name="Resolution">Pixels asked for of the picture's shorter side; null as filmed.</param>
/// <param name="Format"><c>mp4</c> or <c>webm</c>.</param>
/// <param name="State">Whether it is there.</param>
/// <param name="Seconds">Its length once it is.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="Job">The job that makes it.</param>
public sealed record Video(
    string Id,
    string AvatarId,
    string AvatarName,
    string? Text,
    string? Recording,
    string Language,
    string? Voice,
    bool Label,
    string Captions,
    string Background,
    string? BackgroundPicture,
    string Aspect,
    int? Resolution,
    string Format,
    ResultState State,
    double? Seconds,
    DateTimeOffset CreatedAt,
    Job Job);

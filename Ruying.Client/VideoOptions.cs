namespace Ruying.Client;

/// <summary>What an avatar shall say, and how; what is null is left to the service.</summary>
public sealed record VideoOptions
{
    /// <summary>Who speaks; null only in a draft.</summary>
    public required string? AvatarId { get; init; }

    /// <summary>What is said: plain text or SSML; null where a recording is sent.</summary>
    public string? Text { get; init; }

    /// <summary>BCP 47 tag of the text's language; English if null.</summary>
    public string? Language { get; init; }

    /// <summary>The voice's id; the one that fits the avatar if null.</summary>
    public string? Voice { get; init; }

    /// <summary>Speed, 0.5 to 2.</summary>
    public double? Rate { get; init; }

    /// <summary>Semitones, -12 to 12.</summary>
    public double? Pitch { get; init; }

    /// <summary>Gain, 0 to 2.</summary>
    public double? Volume { get; init; }

    /// <summary>How far the mouth moves, 0.5 to 1.5.</summary>
    public double? Expressiveness { get; init; }

    /// <summary>Whether the picture says that it is generated; always so when the avatar has no consent.</summary>
    public bool? Label { get; init; }

    /// <summary>What makes the mouth: an imported model's name, or <c>own</c>.</summary>
    public string? Engine { get; init; }

    /// <summary>Caption files: <c>srt</c>, <c>vtt</c>, <c>ass</c>, with commas between them.</summary>
    public string? Captions { get; init; }

    /// <summary>Whether captions are drawn into the picture.</summary>
    public bool? BurnCaptions { get; init; }

    /// <summary>Integrated loudness in LUFS, -31 to -9.</summary>
    public double? Loudness { get; init; }

    /// <summary>Gain on the music, 0 to 2.</summary>
    public double? MusicVolume { get; init; }

    /// <summary>Whether noise is taken from a recording.</summary>
    public bool? Denoise { get; init; }

    /// <summary>What the recording says: gives it captions.</summary>
    public string? Transcript { get; init; }

    /// <summary>Seconds of silence before the first word, 0 to 10.</summary>
    public double? Lead { get; init; }

    /// <summary>Seconds of silence after the last word, 0 to 10.</summary>
    public double? Tail { get; init; }

    /// <summary>The id of an upload that is a recording, in place of the text.</summary>
    public string? AudioUpload { get; init; }

    /// <summary>The id of an upload that is music.</summary>
    public string? MusicUpload { get; init; }

    /// <summary>What is behind the person: <c>original</c>, <c>blur</c>, <c>colour</c>, <c>picture</c> or <c>transparent</c>; a picture that is given, or what was filmed, if null.</summary>
    public string? Background { get; init; }

    /// <summary>The background's colour, as <c>#rrggbb</c>.</summary>
    public string? BackgroundColour { get; init; }

    /// <summary>How far out of focus the filmed background is, 0.1 to 1.</summary>
    public double? BackgroundBlur { get; init; }

    /// <summary>The id of an upload that is the background's picture, JPEG or PNG.</summary>
    public string? BackgroundUpload { get; init; }

    /// <summary>The id of a video whose background's picture is taken where none is sent.</summary>
    public string? BackgroundOf { get; init; }

    /// <summary>The picture's shape, around the face: <c>original</c>, <c>16:9</c>, <c>9:16</c>, <c>1:1</c> or <c>4:5</c>.</summary>
    public string? Aspect { get; init; }

    /// <summary>Pixels of the picture's shorter side: 360, 480, 720 or 1080; as filmed if null.</summary>
    public int? Resolution { get; init; }

    /// <summary><c>mp4</c> or <c>webm</c>; if null, WebM where the background is transparent, else MP4.</summary>
    public string? Format { get; init; }

    /// <summary>What it is rendered on: <c>cpu</c> or <c>cuda</c>; whichever is free if null.</summary>
    public string? Device { get; init; }
}

using System.Text.Json;
using Ruying.Pipeline.Speech;

namespace Ruying.Api.Data;

/// <summary>A video; it is ready when its job succeeded.</summary>
public sealed class VideoRow : IOwned
{
    public required string Id { get; set; }

    public string OwnerId { get; set; } = "";

    public required string AvatarId { get; set; }

    public AvatarRow? Avatar { get; set; }

    /// <summary>What is said; null when a recording is.</summary>
    public string? Text { get; set; }

    /// <summary>The recording's name as the user knows it: text to show, never a path. Null when a text is spoken.</summary>
    public string? RecordingName { get; set; }

    public required string Language { get; set; }

    public string? Voice { get; set; }

    public double Rate { get; set; }

    public double Pitch { get; set; }

    public double Volume { get; set; }

    /// <summary>Gain on the mouth's motion.</summary>
    public double Expressiveness { get; set; }

    public bool Label { get; set; }

    /// <summary>What makes the mouth: an imported model's name, or <c>own</c>; null is the avatar's choice.</summary>
    public string? Engine { get; set; }

    /// <summary>Caption files: names of formats with commas between them; empty for none.</summary>
    public string Captions { get; set; } = "";

    public bool BurnCaptions { get; set; }

    /// <summary>LUFS.</summary>
    public double Loudness { get; set; }

    /// <summary>The music's name as the user knows it: text to show, never a path. Null without music.</summary>
    public string? MusicName { get; set; }

    public double MusicVolume { get; set; }

    public bool Denoise { get; set; }

    /// <summary>What the recording says; null where it was not told.</summary>
    public string? Transcript { get; set; }

    /// <summary>Seconds of silence asked for before the first word.</summary>
    public double? Lead { get; set; }

    /// <summary>Seconds of silence asked for after the last word.</summary>
    public double? Tail { get; set; }

    /// <summary>What is behind the person: <c>blur</c>, <c>colour</c>, <c>picture</c> or <c>transparent</c>; null for what was filmed.</summary>
    public string? Background { get; set; }

    /// <summary>As <c>#rrggbb</c>.</summary>
    public string? BackgroundColour { get; set; }

    /// <summary>How far out of focus; null for the usual.</summary>
    public double? BackgroundBlur { get; set; }

    /// <summary>The name of the background's picture as the user knows it: text to show, never a path. Null without a picture.</summary>
    public string? BackgroundName { get; set; }

    /// <summary>The picture's shape, such as <c>9:16</c>; null as filmed.</summary>
    public string? Aspect { get; set; }

    /// <summary>Pixels of the picture's shorter side; null as filmed.</summary>
    public int? Resolution { get; set; }

    /// <summary>The file's format and extension; null for <c>mp4</c>.</summary>
    public string? Format { get; set; }

    /// <summary>Length once rendered.</summary>
    public double? Seconds { get; set; }

    /// <summary>The script's marks and their seconds once rendered, as JSON; null where there are none.</summary>
    public string? Marks { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public required string JobId { get; set; }

    public JobRow? Job { get; set; }

    /// <summary>As <see cref="Marks"/> holds them.</summary>
    public static string? Write(IReadOnlyList<MarkTiming> marks) => marks.Count == 0 ? null : JsonSerializer.Serialize(marks);

    /// <summary>What <see cref="Marks"/> holds.</summary>
    public IReadOnlyList<MarkTiming> ReadMarks() => Marks is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<MarkTiming>>(Marks)!;
}

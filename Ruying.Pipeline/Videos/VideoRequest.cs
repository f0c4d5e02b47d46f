using System.Text.Json.Serialization;
using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Pictures;
using Ruying.Pipeline.Sound;
using Ruying.Pipeline.Speech.Lexicons;
using Ruying.Pipeline.Speech.Voices;

namespace Ruying.Pipeline.Videos;

/// <summary>What an avatar shall say. Exactly one of <see cref="Text"/> and <see cref="AudioPath"/> is set.</summary>
public sealed record VideoRequest
{
    /// <summary>Bounds of <see cref="Expressiveness"/>.</summary>
    public const double LeastExpressiveness = 0.5, MostExpressiveness = 1.5;

    /// <summary>Plain text or SSML to speak.</summary>
    public string? Text { get; init; }

    /// <summary>A recording to say instead: WAV, MP3, M4A, FLAC or OGG.</summary>
    public string? AudioPath { get; init; }

    /// <summary>What the recording says, for captions: all of its words and no others, plain text or SSML. Only with <see cref="AudioPath"/>.</summary>
    public string? Transcript { get; init; }

    /// <summary>BCP 47 tag of the text's language.</summary>
    /// <value>Default: <c>en</c>.</value>
    public string Language { get; init; } = "en";

    /// <summary>The voice's id.</summary>
    /// <value>Default: null, the voice that fits the avatar, with its pitch and rate (see <see cref="VoiceFitter"/>).</value>
    public string? Voice { get; init; }

    /// <summary>Speed, 0.5 to 2, over the fitted voice's own where <see cref="Voice"/> is null.</summary>
    /// <value>Default: 1.</value>
    public double Rate { get; init; } = 1;

    /// <summary>Semitones, -12 to 12, over the fitted voice's own where <see cref="Voice"/> is null.</summary>
    /// <value>Default: 0.</value>
    public double Pitch { get; init; }

    /// <summary>Gain on the loudness of a text's speech, 0 to 2.</summary>
    /// <value>Default: 1.</value>
    public double Volume { get; init; } = 1;

    /// <summary>Words of one's own, those of each voice's language; where two hold a word, the first counts.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<Lexicon> Lexicons { get; init; } = [];

    /// <summary>How far the mouth moves: a gain, 0.5 to 1.5, on the person's own way. Closed lips close at any value.</summary>
    /// <value>Default: 1.</value>
    public double Expressiveness { get; init; } = 1;

    /// <summary>What makes the mouth: an imported model's name, or <c>own</c>.</summary>
    /// <value>Default: null, the avatar's choice.</value>
    public string? Engine { get; init; }

    /// <summary>Captions beside the video or in its picture; of a text, or of a recording with its <see cref="Transcript"/>.</summary>
    /// <value>Default: none.</value>
    public CaptionOptions Captions { get; init; } = new();

    /// <summary>Loudness, music and cleaning.</summary>
    /// <value>Default: -16 LUFS, nothing else.</value>
    public SoundOptions Sound { get; init; } = new();

    /// <summary>Whether the picture says that it is generated. Without consent in the avatar it always does.</summary>
    /// <value>Default: true.</value>
    public bool Label { get; init; } = true;

    /// <summary>Only the beginning, small.</summary>
    /// <value>Default: null, the whole video. Not there it is not written, so that what was kept under a request's text is found again.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PreviewOptions? Preview { get; init; }

    /// <summary>Background, aspect, size and format.</summary>
    /// <value>Default: null, as filmed, as MP4. Not there it is not written, as <see cref="Preview"/>.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PictureOptions? Picture { get; init; }

    /// <summary>The same in a voice that was chosen for the avatar; values out of range stay so, to be refused.</summary>
    internal VideoRequest SpokenBy(FittedVoice fitted) => this with
    {
        Voice = fitted.Voice.Id,
        Rate = Rate is >= 0.5 and <= 2 ? Math.Clamp(Rate * fitted.Rate, 0.5, 2) : Rate,
        Pitch = Pitch is >= -12 and <= 12 ? Math.Clamp(Pitch + fitted.Pitch, -12, 12) : Pitch,
    };
}

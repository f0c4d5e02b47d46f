using System.Globalization;
using Ruying.Cli.Output;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Speech.Voices;

namespace Ruying.Cli.Commands;

/// <summary>What verbs say about an avatar's voice.</summary>
internal static class AvatarVoiceLines
{
    public static void Write(ResultWriter page, AvatarManifest manifest, string language, FittedVoice? fitted)
    {
        page.Field("Heard", Heard(manifest.Voice));
        if (manifest.VoiceChoice is { } set)
        {
            page.Field("Set", string.Join(", ", new[]
            {
                set.Voice,
                set.Pitch is { } pitch ? Semitones(pitch) : null,
                set.Rate is { } rate ? Speed(rate) : null,
            }.OfType<string>()));
        }

        page.Field("Voice", $"in {language}: {(fitted is null ? "none, no engine of this machine speaks it" : Say(fitted))}");
    }

    /// <summary>Who speaks, and how much higher and faster than by itself.</summary>
    public static string Say(FittedVoice voice) => $"{voice.Voice.Id} ({voice.Voice.Name}), {Semitones(voice.Pitch)}, {Speed(voice.Rate)}"
        + (voice.OwnHertz is { } own ? string.Create(CultureInfo.InvariantCulture, $"; the voice itself speaks at {own:0} Hz") : "");

    private static string Heard(VoiceMeasures? voice) => voice switch
    {
        null => "not measured: built by an earlier version; build it again for a voice that fits",
        { SpeechSeconds: 0 } => "nobody speaks in the footage: each language's default voice",
        { Pitch: null } => string.Create(CultureInfo.InvariantCulture, $"{voice.SpeechSeconds:0.0} s of speech, too little to tell its pitch: each language's default voice"),
        { Pitch: { } pitch } => string.Create(CultureInfo.InvariantCulture, $"pitch {pitch.Median:0} Hz ({pitch.Low:0} to {pitch.High:0})")
            + (voice.SyllablesPerSecond is { } rate ? string.Create(CultureInfo.InvariantCulture, $", {rate:0.0} syllables a second") : "")
            + (voice.Loudness is { } loudness ? string.Create(CultureInfo.InvariantCulture, $", {loudness:0.0} LUFS") : ""),
    };

    private static string Semitones(double pitch) => string.Create(CultureInfo.InvariantCulture, $"pitch {pitch:+0.0;-0.0;0}");

    private static string Speed(double rate) => string.Create(CultureInfo.InvariantCulture, $"rate {rate:0.00}");
}

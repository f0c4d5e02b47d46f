using System.Globalization;
using Ruying.Api.Avatars;
using Ruying.Pipeline.Speech;

namespace Ruying.Api.Pages;

/// <summary>An avatar's voice on its page.</summary>
/// <param name="Name">The avatar's.</param>
/// <param name="Voice">What was measured, what is set, what fits.</param>
/// <param name="Voices">The machine's voices; empty when it has no engine.</param>
public sealed record AvatarVoiceModel(string Name, AvatarVoiceResponse Voice, IReadOnlyList<Voice> Voices)
{
    /// <summary>What was heard in the footage, as a sentence.</summary>
    public string Heard => Voice.Measured switch
    {
        null => "The voice in the footage was not measured: the avatar was built by an earlier version. Build it again for a voice that fits.",
        { SpeechSeconds: 0 } => "Nobody speaks in the footage, so nothing was measured and each language's default voice is used.",
        { Pitch: null } => "There is too little speech in the footage to tell its pitch, so each language's default voice is used.",
        { Pitch: { } pitch } => Invariant($"In the footage {Name} speaks at {pitch.Median:0} Hz ({pitch.Low:0} to {pitch.High:0})")
            + (Voice.Measured.SyllablesPerSecond is { } rate ? Invariant($", {rate:0.0} syllables a second") : "")
            + (Voice.Measured.Loudness is { } loudness ? Invariant($", at {loudness:0} LUFS") : "") + ".",
    };

    /// <summary>Who speaks where a video asks for no voice.</summary>
    public string Speaks => Voice.Fitted is { } fitted
        ? Invariant($"Videos in {Voice.Language} that ask for no other voice speak as {fitted.Voice.Name} ({fitted.Voice.Id}), {fitted.Pitch:+0.0;-0.0;0} semitones, {fitted.Rate:0.00} times its speed.")
        : "No engine of this machine speaks with the voice that is set, or none is installed.";

    /// <summary>A number for an input; empty for none.</summary>
    public static string Number(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

using System.Globalization;
using Ruying.Api.Avatars;
using Ruying.Api.Languages;
using Ruying.Pipeline.Speech;

namespace Ruying.Api.Pages;

/// <summary>An avatar's voice on its page.</summary>
/// <param name="Name">The avatar's.</param>
/// <param name="Voice">What was measured, what is set, what fits.</param>
/// <param name="Voices">The machine's voices; empty when it has no engine.</param>
public sealed record AvatarVoiceModel(string Name, AvatarVoiceResponse Voice, IReadOnlyList<Voice> Voices)
{
    /// <summary>What was heard in the footage, as a sentence.</summary>
    public string Heard(Phrases say)
    {
        ArgumentNullException.ThrowIfNull(say);
        return Voice.Measured switch
        {
            null => say["voice.not_measured"],
            { SpeechSeconds: 0 } => say["voice.nobody_speaks"],
            { Pitch: null } => say["voice.too_little"],
            { Pitch: { } pitch } => say["voice.heard", Name, Text(pitch.Median, "0"), Text(pitch.Low, "0"), Text(pitch.High, "0")]
                + (Voice.Measured.SyllablesPerSecond is { } rate ? say["voice.heard_rate", Text(rate, "0.0")] : "")
                + (Voice.Measured.Loudness is { } loudness ? say["voice.heard_loudness", Text(loudness, "0")] : "") + say["voice.stop"],
        };
    }

    /// <summary>Who speaks where a video asks for no voice.</summary>
    public string Speaks(Phrases say)
    {
        ArgumentNullException.ThrowIfNull(say);
        return Voice.Fitted is { } fitted
            ? say["voice.speaks", Voice.Language, fitted.Voice.Name, fitted.Voice.Id, Text(fitted.Pitch, "+0.0;-0.0;0"), Text(fitted.Rate, "0.00")]
            : say["voice.none"];
    }

    /// <summary>A number for an input; empty for none.</summary>
    public static string Number(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

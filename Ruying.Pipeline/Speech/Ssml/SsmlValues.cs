using System.Globalization;

namespace Ruying.Pipeline.Speech.Ssml;

/// <summary>The values of SSML's attributes in numbers; null where a value is none of those known.</summary>
internal static class SsmlValues
{
    /// <summary>A style changed by <c>prosody</c>.</summary>
    public static SpeakingStyle? Prosody(SpeakingStyle style, string? rate, string? pitch, string? volume) =>
        (Rate(rate), Pitch(pitch), Volume(volume)) is ({ } factor, { } semitones, { } gain)
            ? style with { Rate = style.Rate * factor, Pitch = style.Pitch + semitones, Volume = style.Volume * gain }
            : null;

    /// <summary>A style changed by <c>emphasis</c>: louder, higher and slower, as people stress.</summary>
    public static SpeakingStyle? Emphasis(SpeakingStyle style, string? level) => level switch
    {
        "strong" => style with { Rate = style.Rate * 0.85, Pitch = style.Pitch + 2, Volume = style.Volume * 1.4 },
        null or "moderate" => style with { Rate = style.Rate * 0.92, Pitch = style.Pitch + 1, Volume = style.Volume * 1.2 },
        "reduced" => style with { Rate = style.Rate * 1.05, Volume = style.Volume * 0.8 },
        "none" => style,
        _ => null,
    };

    /// <summary>Seconds of a <c>break</c>.</summary>
    public static double? Pause(string? time, string? strength)
    {
        if (time is not null)
        {
            return time.EndsWith("ms", StringComparison.Ordinal) ? Number(time[..^2]) / 1000
                : time.EndsWith('s') ? Number(time[..^1])
                : null;
        }

        return strength switch
        {
            "none" => 0,
            "x-weak" => 0.1,
            "weak" => 0.2,
            null or "medium" => 0.4,
            "strong" => 0.7,
            "x-strong" => 1.2,
            _ => null,
        };
    }

    private static double? Rate(string? rate) => rate switch
    {
        null or "default" or "medium" => 1,
        "x-slow" => 0.5,
        "slow" => 0.75,
        "fast" => 1.25,
        "x-fast" => 1.6,
        _ => Percent(rate) is { } share ? (IsRelative(rate) ? 1 + share : share) : Number(rate),
    } is double factor and > 0 ? factor : null;

    private static double? Pitch(string? pitch) => pitch switch
    {
        null or "default" or "medium" => 0,
        "x-low" => -6,
        "low" => -3,
        "high" => 3,
        "x-high" => 6,
        _ when pitch.EndsWith("st", StringComparison.Ordinal) && IsRelative(pitch) => Signed(pitch[..^2]),
        _ when IsRelative(pitch) && Percent(pitch) is { } share and > -1 => 12 * Math.Log2(1 + share),
        _ => null,
    };

    private static double? Volume(string? volume) => volume switch
    {
        null or "default" or "medium" => 1,
        "silent" => 0,
        "x-soft" => 0.3,
        "soft" => 0.6,
        "loud" => 1.4,
        "x-loud" => 2,
        _ when volume.EndsWith("dB", StringComparison.Ordinal) => Signed(volume[..^2]) is { } decibels ? Math.Pow(10, decibels / 20) : null,
        _ => null,
    };

    private static bool IsRelative(string text) => text is ['+' or '-', ..];

    private static double? Percent(string text) => text.EndsWith('%') ? Signed(text[..^1]) / 100 : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Signed(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}

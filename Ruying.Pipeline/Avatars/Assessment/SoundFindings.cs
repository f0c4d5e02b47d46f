using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>Whether the speech can be heard, cleanly and in step.</summary>
internal static class SoundFindings
{
    /// <summary>Speech over the quiet parts, dB: studio footage 24 and more, music under the voice 6.</summary>
    private const double LeastSnr = 15;

    private const double MostClipped = 0.0005;

    /// <summary>Two frames are within what the measure can tell.</summary>
    private const double LeastLag = 2.5;

    public static IEnumerable<Finding> From(Evidence e)
    {
        if (e.Sound is not { } sound)
        {
            yield return new Finding(
                "audio.none", FindingSeverity.Warning, "The footage has no sound.",
                "Film with sound: how the mouth moves with speech is then learned, too.", []);
            yield break;
        }

        if (sound.Silent)
        {
            yield return new Finding(
                "audio.silent", FindingSeverity.Warning, "The footage has a sound track, but nothing can be heard.",
                "Check the microphone and film again with sound.", []);
            yield break;
        }

        if (sound.FirstSpeechSeconds is null)
        {
            yield return new Finding(
                "audio.no_speech", FindingSeverity.Info, "Nobody speaks in the footage.", "Talk while you film: the avatar learns from a talking mouth.", []);
        }
        else if (sound.SnrDb < LeastSnr)
        {
            yield return new Finding(
                "audio.noisy", FindingSeverity.Warning,
                FormattableString.Invariant($"The voice is only {sound.SnrDb:F0} dB louder than the background, {LeastSnr:F0} and more are good."),
                "Film in a quiet room with the microphone near the mouth.", [])
            {
                Figures = [FormattableString.Invariant($"{sound.SnrDb:F0}"), FormattableString.Invariant($"{LeastSnr:F0}")],
            };
        }

        if (sound.ClippedShare > MostClipped)
        {
            yield return new Finding(
                "audio.clipped", FindingSeverity.Warning,
                FormattableString.Invariant($"The sound is too loud for the recorder: {sound.ClippedShare * 100:F2} % of it is cut off."),
                "Lower the microphone's level or speak from further away.", [])
            {
                Figures = [FormattableString.Invariant($"{sound.ClippedShare * 100:F2}")],
            };
        }

        if (e.Offset is { Clear: true } offset && Math.Abs(offset.Lag) >= LeastLag)
        {
            var milliseconds = Math.Round(offset.Lag * 1000 / Clock.FramesPerSecond / 10) * 10;
            yield return new Finding(
                "audio.late", FindingSeverity.Warning,
                FormattableString.Invariant($"The sound comes about {Math.Abs(milliseconds):F0} ms too {(milliseconds > 0 ? "late" : "early")}."),
                FormattableString.Invariant($"Move the sound {Math.Abs(milliseconds):F0} ms {(milliseconds > 0 ? "forwards" : "backwards")} in a video editor, or film with the camera's own microphone."), [])
            {
                Variant = milliseconds > 0 ? "late" : "early",
                Figures = [FormattableString.Invariant($"{Math.Abs(milliseconds):F0}")],
            };
        }
    }
}

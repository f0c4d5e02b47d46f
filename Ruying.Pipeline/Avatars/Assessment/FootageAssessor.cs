using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>Tells what footage offers to an avatar, and what the person who films can do better.</summary>
/// <param name="voice">Hears speech.</param>
/// <param name="audioMotion">Says what the mouth should do to the sound, for <c>audio.late</c>; null leaves that out.</param>
public sealed class FootageAssessor(VoiceActivity voice, AudioMotionModel? audioMotion = null)
{
    /// <summary>Assesses footage; reads nothing but its sound.</summary>
    /// <param name="footageName">The file's name as the user knows it.</param>
    /// <param name="footage">After intake.</param>
    /// <param name="tracked">What the tracker found in it.</param>
    /// <param name="measures">Observed while it tracked: as many frames.</param>
    /// <param name="options">Decides what is an error.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    /// <exception cref="ArgumentException">Track and measures are not of the same clip.</exception>
    public AssessmentResult Assess(
        string footageName, NormalisedFootage footage, TrackResult tracked, FrameMeasures measures, AvatarOptions options, CancellationToken cancellationToken = default)
    {
        if (tracked.Track.Frames != measures.Frames.Count)
        {
            throw new ArgumentException("The track and the measures differ in length.", nameof(measures));
        }

        var pcm = footage.AudioPath16k is null ? null : WavFile.Read(footage.AudioPath16k);
        var sound = pcm is null ? null : SoundMeasures.From(pcm, voice, cancellationToken);
        var heard = pcm is null || sound!.Silent ? null : Heard(pcm, cancellationToken);
        var evidence = Evidence.From(footage, tracked, measures, sound, heard, options);
        cancellationToken.ThrowIfCancellationRequested();
        Finding[] findings =
        [
            .. FaceFindings.From(evidence), .. MouthFindings.From(evidence), .. PictureFindings.From(evidence), .. SoundFindings.From(evidence),
        ];
        var report = new FootageReport(
            footageName, footage.Seconds, footage.Frames, footage.Width, footage.Height, Figures(evidence),
            [
                .. findings.OrderByDescending(f => f.Severity).ThenBy(f => f.Times.Count > 0 ? f.Times[0].Start : 0)
                    .Select(f => f with { Frames = FindingFrames.Of(f, measures.Thumbnails) }),
            ]);
        var (first, end) = evidence.Parts.Longest;
        return new AssessmentResult(
            report, evidence.Usable, evidence.Mouth?.Idle ?? new bool[measures.Frames.Count],
            end > first ? new TimeSpanSeconds(Evidence.Seconds(first), Evidence.Seconds(end)) : null,
            new AssessmentTimeline(
                evidence.Face, evidence.Covered, [.. sound?.Speech.Select(s => s > SoundMeasures.SpeechProbability) ?? []], [.. evidence.Mouth?.Aperture.Select((a, i) => evidence.Usable[i] ? a : double.NaN) ?? []]));
    }

    private double[]? Heard(PcmAudio sound, CancellationToken cancellationToken)
    {
        if (audioMotion is null)
        {
            return null;
        }

        var motion = audioMotion.Predict(sound, cancellationToken);
        return [.. Enumerable.Range(0, motion.Frames).Select(i => (double)motion.Aperture(i))];
    }

    private static SortedDictionary<string, double> Figures(Evidence e)
    {
        var figures = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["face_share"] = (double)e.Face.Count(f => f) / Math.Max(1, e.Face.Length),
            ["faces_other_share"] = (double)e.Others.Count / Math.Max(1, e.Tracked.Surveys.Count),
            ["cuts"] = e.Tracked.Cuts.Count,
        };
        if (e.PersonFrames > 0)
        {
            figures["eye_distance_px"] = e.Percentile(f => f.EyeDistance, 0.5);
            figures["yaw_p95"] = e.Percentile(f => Math.Abs(f.Yaw), 0.95);
            figures["pitch_range"] = e.Percentile(f => f.Pitch, 0.95) - e.Percentile(f => f.Pitch, 0.05);
            figures["roll_p95"] = e.Percentile(f => Math.Abs(f.Roll), 0.95);
            figures["sharpness"] = PictureFindings.Sharpness(e);
            figures["picture_noise"] = e.Percentile(f => f.Noise, 0.5);
            figures["light_mean"] = e.Percentile(f => f.Light, 0.5);
            figures["light_high"] = e.Percentile(f => f.LightHigh, 0.5);
            figures["light_spread"] = e.Percentile(f => f.LightSpread, 0.5);
            figures["light_side"] = e.Percentile(f => f.LightSide, 0.5);
            figures["mouth_covered_share"] = (double)e.Covered.Count(c => c) / e.PersonFrames;
            figures["usable_share"] = (double)e.Usable.Count(u => u) / e.Usable.Length;
            figures["identity_distance_max"] = e.Parts.LargestDistance;
            figures["motion_p95"] = PictureFindings.Motion(e);
        }

        if (e.Mouth is { } mouth)
        {
            figures["aperture_range"] = mouth.Range;
            figures["silent_seconds"] = Evidence.Seconds(mouth.Idle.Count(i => i));
            figures["silent_longest_seconds"] = Evidence.Seconds(FrameRuns.Of(mouth.Idle).Select(r => r.Count).DefaultIfEmpty(0).Max());
        }

        if (e.Sound is { } sound)
        {
            figures["loudness_dbfs"] = sound.LoudnessDbfs;
            figures["noise_dbfs"] = sound.NoiseDbfs;
            figures["snr_db"] = sound.SnrDb;
            figures["speech_share"] = sound.SpeechShare;
            figures["clipped_share"] = sound.ClippedShare;
            if (sound.FirstSpeechSeconds is { } start)
            {
                figures["first_speech_seconds"] = start;
            }
        }

        if (e.Offset is { Clear: true } offset)
        {
            figures["sound_late_ms"] = offset.Lag * 1000 / Clock.FramesPerSecond;
        }

        foreach (var key in figures.Keys.ToArray())
        {
            figures[key] = Math.Round(figures[key], 4);
        }

        return figures;
    }
}

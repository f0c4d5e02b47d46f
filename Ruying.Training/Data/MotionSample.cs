using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;

namespace Ruying.Training.Data;

/// <summary>A clip as the motion networks learn it.</summary>
/// <param name="Id">The clip.</param>
/// <param name="Speaker">Who speaks.</param>
/// <param name="Sound">16 kHz at the models' level, <c>640 * frames</c> samples.</param>
/// <param name="Phonemes">Speech sounds; empty when they are not known.</param>
/// <param name="Motion">What the mouth did.</param>
/// <param name="Usable">Frames that show the face.</param>
/// <param name="Neutral">The neutral mouth in its own widths, 90 numbers.</param>
internal sealed record MotionSample(
    string Id, string Speaker, float[] Sound, IReadOnlyList<PhonemeTiming> Phonemes, MouthMotion Motion, bool[] Usable, float[] Neutral)
{
    /// <summary>Whether the motion is the phoneme model's rather than a mouth's.</summary>
    public bool Taught { get; init; }

    /// <summary>What the sound model hears, <c>[frames, 384]</c>; null until computed.</summary>
    public float[]? Features { get; init; }

    private const double LeastUsable = 0.95;
    private const int SamplesPerFrame = Clock.ModelSampleRate / Clock.FramesPerSecond;

    /// <summary>Frames.</summary>
    public int Frames => Motion.Frames;

    /// <summary>Clips of one person, one after another.</summary>
    /// <param name="clips">At least one.</param>
    public static MotionSample Join(IReadOnlyList<MotionSample> clips) => clips[0] with
    {
        Sound = [.. clips.SelectMany(c => c.Sound)],
        Phonemes = [],
        Motion = new MouthMotion([.. clips.SelectMany(c => c.Motion.Displacement)], [.. clips.SelectMany(c => c.Motion.Coefficients)]),
        Usable = [.. clips.SelectMany(c => c.Usable)],
    };

    /// <summary>A stretch of frames, without its phonemes.</summary>
    public MotionSample Slice(int first, int end) => this with
    {
        Sound = Sound[(first * SamplesPerFrame)..(end * SamplesPerFrame)],
        Phonemes = [],
        Motion = new MouthMotion(
            Motion.Displacement[(first * MouthMotion.Values)..(end * MouthMotion.Values)],
            Motion.Coefficients[(first * MouthMotion.Components)..(end * MouthMotion.Components)]),
        Usable = Usable[first..end],
    };

    /// <summary>Computes the mouth's motion; null where the face is seen too seldom or the clip is too short.</summary>
    public static MotionSample? From(string id, string speaker, PreparedClip clip, IReadOnlyList<PhonemeTiming> phonemes)
    {
        var frames = Math.Min(clip.Track.Frames, clip.Sound.Length / SamplesPerFrame);
        var seen = Enumerable.Range(0, clip.Track.Frames).Count(clip.Track.HasFace);
        if (frames < Clock.FramesPerSecond || seen < LeastUsable * clip.Track.Frames)
        {
            return null;
        }

        var track = CanonicalTrack.From(clip.Track);
        var geometry = MouthGeometry.From(track);
        var motion = MouthMotion.Neutral(frames);
        for (var i = 0; i < frames; i++)
        {
            geometry.Displacements[i].CopyTo(motion.Frame(i));
        }

        var sound = LogMel.NormaliseLevel(new PcmAudio(clip.Sound, Clock.ModelSampleRate)).ToMemory().Samples[..(frames * SamplesPerFrame)];
        var neutral = geometry.Neutral.Select(v => (float)(v / geometry.NeutralWidth)).ToArray();
        return new MotionSample(id, speaker, sound, phonemes, motion, track.Present[..frames], neutral);
    }
}

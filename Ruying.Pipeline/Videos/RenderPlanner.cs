using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Numerics;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Videos;

/// <summary>Decides what each output frame shows: which base frame, which lips, which remembered mouth.</summary>
/// <param name="avatar">Who speaks.</param>
public sealed class RenderPlanner(AvatarPackage avatar)
{
    /// <summary>A mouth that moves less than this for a while is silent, neutral mouth widths.</summary>
    private const float StillAperture = 0.01f;

    /// <summary>Plans a whole video.</summary>
    /// <param name="motion">The mouth's motion.</param>
    /// <param name="seed">Varies where in the base the video starts.</param>
    public RenderPlan Plan(MouthMotion motion, int seed)
    {
        var silent = new bool[motion.Frames];
        for (var t = 0; t < silent.Length; t++)
        {
            silent[t] = Math.Abs(motion.Aperture(t)) < StillAperture && Math.Abs(motion.Width(t)) < StillAperture;
        }

        return Follow(motion, new FrameSchedule(avatar.Frames).Plan(silent, seed));
    }

    /// <summary>Plans a video whose base frames are chosen.</summary>
    /// <param name="motion">The mouth's motion.</param>
    /// <param name="frames">Base frame of each output frame, as many as the motion has.</param>
    public RenderPlan Follow(MouthMotion motion, int[] frames) => Follow(motion, frames, avatar.Frames);

    /// <summary>Plans a video whose base frames and mouths are chosen.</summary>
    /// <param name="motion">The mouth's motion.</param>
    /// <param name="frames">Base frame of each output frame, as many as the motion has.</param>
    /// <param name="mouths">Remembered mouths of each output frame.</param>
    public RenderPlan Follow(MouthMotion motion, int[] frames, ChosenMouths[] mouths)
    {
        var (shapes, opacity) = Shapes(motion, frames, avatar.Frames);
        return new RenderPlan(frames, shapes, mouths, opacity);
    }

    internal RenderPlan Follow(MouthMotion motion, int[] frames, IReadOnlyList<BaseFrame> known)
    {
        var (shapes, opacity) = Shapes(motion, frames, known);
        var around = NearestSurroundings();
        var samples = MouthRetrieval.Choose(avatar.Mouths, shapes, new ComputedList<float[]>(frames.Length, t => around[frames[t]]));
        return new RenderPlan(frames, shapes, samples, opacity);
    }

    private (IReadOnlyList<float[]> Shapes, float[] Opacity) Shapes(MouthMotion motion, int[] frames, IReadOnlyList<BaseFrame> known)
    {
        var neutral = avatar.Manifest.Neutral;
        var shaper = new MouthShaper(neutral.Shape, neutral.Width);
        var (wanted, opacity) = Easing.Around([.. frames.Select(f => known[f].Usable)]);
        var tracked = wanted.Any(w => w < 1) ? avatar.ReadTrackedShapes() : null;
        var shapes = new ComputedList<float[]>(frames.Length, t =>
        {
            var shape = shaper.Shape(motion.Frame(t), known[frames[t]]);

            // Near frames that pass untouched, shapes go over into the frames' own.
            for (var k = 0; wanted[t] < 1 && k < shape.Length; k++)
            {
                var own = tracked![frames[t]][k];
                shape[k] = own + (wanted[t] * (shape[k] - own));
            }

            return shape;
        });
        return (shapes, opacity);
    }

    // What lies around the mask was kept with each remembered mouth; frames between two of them look like the nearer.
    private float[][] NearestSurroundings()
    {
        var samples = avatar.Mouths.Samples;
        var around = new float[avatar.Frames.Count][];
        var s = 0;
        for (var i = 0; i < around.Length; i++)
        {
            while (s + 1 < samples.Count && Math.Abs(samples[s + 1].Frame - i) <= Math.Abs(samples[s].Frame - i))
            {
                s++;
            }

            around[i] = samples[s].Surroundings;
        }

        return around;
    }
}

using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>How far the mouth is open in each frame, and when it rests.</summary>
internal sealed class MouthSeries
{
    // A closed mouth is within this share of the person's range above its lowest; a still one moves less than that in five frames.
    private const double ClosedShare = 0.22, StillShare = 0.15, LeastRange = 0.05, SilentProbability = 0.3;
    private const int Neighbours = 2;

    private MouthSeries(double[] aperture, double closed, double open, bool[] idle)
    {
        Aperture = aperture;
        Closed = closed;
        Open = open;
        Idle = idle;
    }

    /// <summary>Inner-lip gap over the mouth's median width, bridged over frames that do not show it.</summary>
    public double[] Aperture { get; }

    /// <summary>5th percentile of the aperture over usable frames.</summary>
    public double Closed { get; }

    /// <summary>95th percentile of the aperture over usable frames.</summary>
    public double Open { get; }

    /// <summary>Range of the aperture that the footage shows.</summary>
    public double Range => Open - Closed;

    /// <summary>Frames without speech in which a closed mouth rests.</summary>
    public bool[] Idle { get; }

    /// <summary>Measures.</summary>
    /// <param name="track">The person's track, at least one frame with a face.</param>
    /// <param name="usable">Frames that show the mouth; at least one.</param>
    /// <param name="sound">The clip's sound; null takes the mouth's word alone.</param>
    public static MouthSeries From(FaceTrack track, bool[] usable, SoundMeasures? sound)
    {
        var canonical = CanonicalTrack.From(track);
        var width = Smoothing.Percentile(Enumerable.Range(0, track.Frames).Where(i => usable[i]).Select(i => MouthGeometry.Width(canonical.Shapes[i])), 0.5);
        var aperture = Smoothing.Bridge([.. canonical.Shapes.Select(s => MouthGeometry.Aperture(s) / Math.Max(1e-3, width))], usable);
        var shown = aperture.Where((_, i) => usable[i]).ToArray();
        var closed = Smoothing.Percentile(shown, 0.05);
        var open = Smoothing.Percentile(shown, 0.95);
        var range = Math.Max(open - closed, LeastRange);
        var smooth = Smoothing.Gaussian(aperture, 1);
        var idle = new bool[aperture.Length];
        for (var i = 0; i < idle.Length; i++)
        {
            var first = Math.Max(0, i - Neighbours);
            var last = Math.Min(idle.Length - 1, i + Neighbours);
            double low = double.MaxValue, high = double.MinValue;
            var quiet = true;
            for (var k = first; k <= last; k++)
            {
                low = Math.Min(low, smooth[k]);
                high = Math.Max(high, smooth[k]);
                quiet &= sound is null || k >= sound.Speech.Length || sound.Speech[k] < SilentProbability;
            }

            idle[i] = usable[i] && quiet && smooth[i] < closed + (ClosedShare * range) && high - low < StillShare * range;
        }

        FrameRuns.CloseGaps(idle, 2);
        FrameRuns.DropShort(idle, 5);
        for (var i = 0; i < idle.Length; i++)
        {
            idle[i] &= usable[i];
        }

        return new MouthSeries(aperture, closed, open, idle);
    }
}

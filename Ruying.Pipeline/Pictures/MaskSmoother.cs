using OpenCvSharp;

namespace Ruying.Pipeline.Pictures;

/// <summary>
/// Makes masks steady in time: each is the mean of those of the frames around it, at each pixel weighted by how alike the frames look
/// there. Where nothing moves the network's flicker goes; where something moves, or behind a cut, frames stand alone and nothing smears.
/// </summary>
internal static class MaskSmoother
{
    /// <summary>Frames before and after that are looked at.</summary>
    public const int Reach = 3;

    // Levels of 255 by which a still camera's noise differs after the blur below.
    private const float Noise = 5;
    private const int Window = 5;

    /// <summary>A frame's mask.</summary>
    /// <param name="frames">The frame and those around it.</param>
    /// <param name="at">Which it is.</param>
    /// <returns>As many numbers as its own mask has, 0 to 1.</returns>
    public static unsafe float[] Smooth(IReadOnlyList<MaskedFrame> frames, int at)
    {
        var sum = frames[at].Mask.ToArray();
        var weights = new float[sum.Length];
        Array.Fill(weights, 1);
        using var difference = new Mat();
        foreach (var other in frames.Where((_, i) => i != at))
        {
            Cv2.Absdiff(frames[at].Small, other.Small, difference);
            Cv2.Blur(difference, difference, new Size(Window, Window));
            var levels = new ReadOnlySpan<byte>(difference.DataPointer, sum.Length * 3);
            for (var i = 0; i < sum.Length; i++)
            {
                var apart = Math.Max(levels[i * 3], Math.Max(levels[(i * 3) + 1], levels[(i * 3) + 2])) / Noise;
                var weight = MathF.Exp(-apart * apart);
                weights[i] += weight;
                sum[i] += weight * other.Mask[i];
            }
        }

        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] /= weights[i];
        }

        return sum;
    }
}

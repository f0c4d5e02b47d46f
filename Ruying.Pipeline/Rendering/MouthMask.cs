using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// What is replaced, fixed in the crop for the whole clip: a super-ellipse from under the nose to below the lowest chin, jaw to jaw.
/// Because it never follows the mouth, no row of the real jaw shows how the real mouth moves.
/// </summary>
/// <param name="CentreX">Crop pixels.</param>
/// <param name="CentreY">Crop pixels.</param>
/// <param name="RadiusX">Crop pixels.</param>
/// <param name="RadiusY">Crop pixels.</param>
public sealed record MouthMask(double CentreX, double CentreY, double RadiusX, double RadiusY)
{
    /// <summary>Share of the radius over which the new mouth fades into the frame.</summary>
    private const double Feather = 0.14;

    /// <summary>Measures where a person's mouth and chin ever are.</summary>
    /// <param name="track">The person.</param>
    /// <param name="usable">Which frames count, at least one.</param>
    /// <param name="crop">The crop.</param>
    public static MouthMask For(CanonicalTrack track, bool[] usable, CropFrame crop)
    {
        var frames = Enumerable.Range(0, track.Frames).Where(i => usable[i]).Select(i => crop.Map(track.Shapes[i])).ToArray();
        double n = crop.Side;
        double ChinY(float[] s) => s[((FacePoints.LipCount + 6) * 2) + 1];
        var top = Smoothing.Percentile(frames.Select(s => (double)Enumerable.Range(0, FacePoints.LipCount).Min(k => s[(k * 2) + 1])), 0.01) - (0.055 * n);
        var bottom = Math.Min(n - 3, Smoothing.Percentile(frames.Select(ChinY), 0.995) + (0.06 * n));
        var left = Math.Max(3, Smoothing.Percentile(frames.Select(s => (double)Math.Min(s[82], s[84])), 0.02) - (0.02 * n));
        var right = Math.Min(n - 4, Smoothing.Percentile(frames.Select(s => (double)Math.Max(s[100], s[102])), 0.98) + (0.02 * n));
        return new MouthMask((left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2);
    }

    /// <summary>Exactly 0 outside, 1 inside, a smooth step between, <c>CV_32FC1</c>.</summary>
    /// <param name="side">The crop's side.</param>
    public Mat Soft(int side)
    {
        var soft = new Mat(side, side, MatType.CV_32FC1);
        var values = new float[side * side];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var t = Math.Clamp((1 - Radius(x, y)) / Feather, 0, 1);
                values[(y * side) + x] = (float)(t * t * (3 - (2 * t)));
            }
        }

        soft.SetArray(values);
        return soft;
    }

    /// <summary>How far out a point of the crop lies: 1 on the mask's edge. The fourth power makes a box with round corners: cheeks and chin inside, no corner to see.</summary>
    /// <param name="x">Crop pixels.</param>
    /// <param name="y">Crop pixels.</param>
    public double Radius(double x, double y) =>
        Math.Pow(Math.Pow(Math.Abs((x - CentreX) / RadiusX), 4) + Math.Pow(Math.Abs((y - CentreY) / RadiusY), 4), 0.25);
}

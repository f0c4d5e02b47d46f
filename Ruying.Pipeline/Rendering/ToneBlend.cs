using OpenCvSharp;
using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// Gives a warped mouth the light and colour that several of the person's mouths of that shape have in common, and leaves its fine detail
/// and most of what is between the lips: teeth here and darkness there have no mean that one would believe.
/// Not thread-safe: one for each render.
/// </summary>
public sealed class ToneBlend : IDisposable
{
    /// <summary>Pixels of a side at which light and colour are averaged: finer, and the detail of different moments blurs together.</summary>
    public const int Side = 48;

    /// <summary>How much of the mean counts between the lips.</summary>
    private const double Between = 0.3;

    private const int Shift = 4;

    private readonly MouthMemory _memory;
    private readonly ThinPlateWarp _warp = new(Side, InterpolationFlags.Linear);
    private readonly Mat _bent = new();
    private readonly Mat _sum = new(Side, Side, MatType.CV_32FC3);
    private readonly Mat _own = new();
    private readonly Mat _change = new();
    private readonly Mat _noMask = new();
    private readonly Mat _skin = new(Side, Side, MatType.CV_32FC1);
    private readonly Mat _skin3 = new();

    /// <summary>Prepares for one person.</summary>
    /// <param name="memory">The person's mouths; stays the caller's.</param>
    public ToneBlend(MouthMemory memory) => _memory = memory;

    /// <summary>Changes a mouth in place.</summary>
    /// <param name="warped">RGB, <c>CV_32FC3</c>, 0 to 255.</param>
    /// <param name="others">Positions of the other mouths among the memory's samples.</param>
    /// <param name="fields">The field of each that bends it into the wanted shape.</param>
    /// <param name="wanted">Lips and jaw wanted, pixels of <paramref name="warped"/>, 106 numbers.</param>
    public void Apply(Mat warped, ReadOnlySpan<int> others, ReadOnlySpan<float[]> fields, float[] wanted)
    {
        ArgumentNullException.ThrowIfNull(warped);
        ArgumentNullException.ThrowIfNull(wanted);
        if (others.IsEmpty)
        {
            return;
        }

        _sum.SetTo(Scalar.Black);
        for (var i = 0; i < others.Length; i++)
        {
            using var small = Mat.FromPixelData(Side, Side, MatType.CV_8UC3, _memory.Small(others[i]));
            _warp.Apply(small, fields[i], _bent);
            Cv2.Accumulate(_bent, _sum, _noMask);
        }

        // The mean of all, itself included, less itself.
        Cv2.Resize(warped, _own, new Size(Side, Side), 0, 0, InterpolationFlags.Area);
        var count = others.Length + 1.0;
        Cv2.AddWeighted(_sum, 1 / count, _own, (1 / count) - 1, 0, _change);
        DrawSkin(wanted, (double)Side / warped.Width);
        Cv2.Multiply(_change, _skin3, _change);
        Cv2.Resize(_change, _change, warped.Size(), 0, 0, InterpolationFlags.Cubic);
        Cv2.Add(warped, _change, warped);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _warp.Dispose();
        _bent.Dispose();
        _sum.Dispose();
        _own.Dispose();
        _change.Dispose();
        _noMask.Dispose();
        _skin.Dispose();
        _skin3.Dispose();
    }

    private void DrawSkin(float[] wanted, double scale)
    {
        const double one = 1 << Shift;
        Point At(int k) => new(Math.Round((((wanted[k * 2] + 0.5) * scale) - 0.5) * one), Math.Round((((wanted[(k * 2) + 1] + 0.5) * scale) - 0.5) * one));
        _skin.SetTo(new Scalar(1));
        Cv2.FillPoly(_skin, [FacePoints.InnerContour.Select(At)], new Scalar(Between), LineTypes.Link8, Shift);
        Cv2.GaussianBlur(_skin, _skin, new Size(3, 3), 0);
        Cv2.CvtColor(_skin, _skin3, ColorConversionCodes.GRAY2RGB);
    }
}

using OpenCvSharp;

namespace Ruying.Pipeline.Evaluation;

/// <summary>
/// How much masks change from a frame to the next where the footage does not: all of that is flicker. Counted are pixels near the person's
/// edge, where the mask is neither nothing nor everything or its neighbours differ; elsewhere nothing can flicker.
/// </summary>
internal sealed class MaskSteadiness : IDisposable
{
    // Levels of 255 by which a picture may differ, blurred, and count as the same.
    private const double Still = 2;

    // Pixels of 256: how far around the edge is looked at.
    private const int Around = 9;

    private readonly Mat _picture = new();
    private readonly Mat _mask = new();
    private double _sum;
    private long _count;
    private long _edge;
    private bool _hasBefore;

    /// <summary>Mean change of a mask from frame to frame in still pixels near the edge, levels of 255; not a number before two frames were seen.</summary>
    public double Flicker => _sum / _count;

    /// <summary>Share of the pixels near the edge that are still, in all frames, 0 to 1.</summary>
    public double StillShare => (double)_count / _edge;

    /// <summary>Looks at the next frame.</summary>
    /// <param name="picture">The frame, small, <c>CV_8UC3</c>.</param>
    /// <param name="mask">The mask, <c>CV_32FC1</c>, 0 to 1, of the same size.</param>
    public void Add(Mat picture, Mat mask)
    {
        using var blurred = new Mat();
        Cv2.Blur(picture, blurred, new Size(5, 5));
        if (_hasBefore)
        {
            using var change = new Mat();
            using var moved = new Mat();
            using var still = new Mat();
            using var edge = Edge(mask);
            using var ones = new Mat(1, 3, MatType.CV_32FC1, new Scalar(1));
            Cv2.Absdiff(blurred, _picture, change);
            Cv2.Transform(change, moved, ones);
            Cv2.Compare(moved, new Scalar(3 * Still), still, CmpTypes.LE);
            Cv2.BitwiseAnd(still, edge, still);
            Cv2.Absdiff(mask, _mask, change);
            var count = Cv2.CountNonZero(still);
            _sum += Cv2.Mean(change, still).Val0 * 255 * count;
            _count += count;
            _edge += Cv2.CountNonZero(edge);
        }

        blurred.CopyTo(_picture);
        mask.CopyTo(_mask);
        _hasBefore = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _picture.Dispose();
        _mask.Dispose();
    }

    private static Mat Edge(Mat mask)
    {
        using var window = Cv2.GetStructuringElement(MorphShapes.Rect, new Size(Around, Around));
        using var most = new Mat();
        using var least = new Mat();
        using var range = new Mat();
        var edge = new Mat();
        Cv2.Dilate(mask, most, window);
        Cv2.Erode(mask, least, window);
        Cv2.Subtract(most, least, range);
        Cv2.Compare(range, new Scalar(0.1), edge, CmpTypes.GT);
        return edge;
    }
}

using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Rendering;

/// <summary>Cuts the crop out of frames and describes what surrounds the mask. Not thread-safe: one for each clip.</summary>
public sealed class MouthCrop : IDisposable
{
    private const int SurroundingsSide = 16;

    private readonly CropFrame _crop;
    private readonly Mat _outside = new();
    private readonly Mat _masked = new();
    private readonly Mat _tiny = new();
    private readonly Mat _part = new();

    /// <summary>Prepares for one person.</summary>
    /// <param name="crop">The crop.</param>
    /// <param name="mask">What is replaced in it.</param>
    public MouthCrop(CropFrame crop, MouthMask mask)
    {
        _crop = crop;
        using var soft = mask.Soft(crop.Side);
        using var outside = new Mat();
        Cv2.Compare(soft, new Scalar(0), outside, CmpTypes.EQ);
        Cv2.CvtColor(outside, _outside, ColorConversionCodes.GRAY2RGB);
    }

    /// <summary>Cuts the crop out of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="toPicture">Its canonical-to-picture transform.</param>
    /// <param name="crop">Where to write: RGB, <c>CV_8UC3</c>; made to fit.</param>
    public void Cut(VideoFrame frame, Similarity toPicture, Mat crop)
    {
        var map = _crop.ToPicture(toPicture);
        var region = Region(map, frame.Width, frame.Height);
        if (region.Width == 0)
        {
            crop.Create(_crop.Side, _crop.Side, MatType.CV_8UC3);
            crop.SetTo(Scalar.Black);
            return;
        }

        region.ToRgb(frame, _part);

        // Where the footage is finer than the crop, fine detail is averaged instead of aliased.
        if (map.Scale > 1.3)
        {
            Cv2.GaussianBlur(_part, _part, new Size(0, 0), 0.4 * map.Scale);
        }

        var local = (map with { X = map.X - region.X, Y = map.Y - region.Y }).Inverse;
        using var matrix = local.ToMat();
        Cv2.WarpAffine(_part, crop, matrix, new Size(_crop.Side, _crop.Side), InterpolationFlags.Cubic, BorderTypes.Replicate);
    }

    /// <summary>The crop outside the mask at 16x16: 768 bytes, RGB.</summary>
    /// <param name="crop">RGB, <c>CV_8UC3</c>.</param>
    public byte[] Surroundings(Mat crop)
    {
        Cv2.BitwiseAnd(crop, _outside, _masked);
        Cv2.Resize(_masked, _tiny, new Size(SurroundingsSide, SurroundingsSide), 0, 0, InterpolationFlags.Area);
        _tiny.GetArray(out Vec3b[] pixels);
        return System.Runtime.InteropServices.MemoryMarshal.AsBytes<Vec3b>(pixels).ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _outside.Dispose();
        _masked.Dispose();
        _tiny.Dispose();
        _part.Dispose();
    }

    // Cubic sampling reaches two pixels beyond the crop.
    private FrameRegion Region(Similarity map, int width, int height) =>
        FrameRegion.Around([map.Apply(0, 0), map.Apply(_crop.Side, 0), map.Apply(0, _crop.Side), map.Apply(_crop.Side, _crop.Side)], 4, width, height);
}

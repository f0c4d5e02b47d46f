using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// Puts a rendered crop into a frame through feathered weights. Where they are 0 the frame's bytes are not written at all.
/// Not thread-safe: one for each render.
/// </summary>
public sealed class Compositor : IDisposable
{
    private readonly CropFrame _crop;
    private readonly MouthMask _mask;
    private readonly Mat _patch = new();
    private readonly Mat _alpha = new();
    private readonly Mat _alphaHalf = new();

    /// <summary>Prepares for one person.</summary>
    /// <param name="crop">The crop.</param>
    /// <param name="mask">What is replaced in it.</param>
    public Compositor(CropFrame crop, MouthMask mask)
    {
        _crop = crop;
        _mask = mask;
    }

    /// <summary>The part of a frame that may change.</summary>
    /// <param name="toPicture">The frame's canonical-to-picture transform.</param>
    /// <param name="width">Of the frame.</param>
    /// <param name="height">Of the frame.</param>
    public FrameRegion Region(Similarity toPicture, int width, int height)
    {
        var map = _crop.ToPicture(toPicture);
        var (left, right) = (_mask.CentreX - _mask.RadiusX, _mask.CentreX + _mask.RadiusX);
        var (top, bottom) = (_mask.CentreY - _mask.RadiusY, _mask.CentreY + _mask.RadiusY);
        return FrameRegion.Around([map.Apply(left, top), map.Apply(right, top), map.Apply(left, bottom), map.Apply(right, bottom)], 1, width, height);
    }

    /// <summary>Blends a crop into a frame.</summary>
    /// <param name="frame">The frame, changed in place.</param>
    /// <param name="toPicture">Its canonical-to-picture transform.</param>
    /// <param name="crop">RGB, <c>CV_8UC3</c>.</param>
    /// <param name="weights">How much of each pixel of the crop counts, 0 to 1, <c>CV_32FC1</c>.</param>
    public void Blend(VideoFrame frame, Similarity toPicture, Mat crop, Mat weights)
    {
        var region = Region(toPicture, frame.Width, frame.Height);
        if (region.Width == 0)
        {
            return;
        }

        var map = _crop.ToPicture(toPicture);
        using var matrix = (map with { X = map.X - region.X, Y = map.Y - region.Y }).ToMat();
        var size = new Size(region.Width, region.Height);
        Cv2.WarpAffine(crop, _patch, matrix, size, InterpolationFlags.Cubic, BorderTypes.Replicate);
        Cv2.WarpAffine(weights, _alpha, matrix, size, InterpolationFlags.Linear, BorderTypes.Constant, Scalar.Black);
        Cv2.Resize(_alpha, _alphaHalf, new Size(region.Width / 2, region.Height / 2), 0, 0, InterpolationFlags.Area);
        using var patch = new VideoFrame(region.Width, region.Height);
        FrameImage.FromRgb(_patch, patch);
        BlendPlane(frame.Y, frame.Width, region.X, region.Y, patch.Y, _alpha);
        BlendPlane(frame.U, frame.Width / 2, region.X / 2, region.Y / 2, patch.U, _alphaHalf);
        BlendPlane(frame.V, frame.Width / 2, region.X / 2, region.Y / 2, patch.V, _alphaHalf);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _patch.Dispose();
        _alpha.Dispose();
        _alphaHalf.Dispose();
    }

    private static unsafe void BlendPlane(Span<byte> plane, int stride, int x, int y, ReadOnlySpan<byte> patch, Mat alpha)
    {
        var (width, height) = (alpha.Width, alpha.Height);
        for (var row = 0; row < height; row++)
        {
            var weights = new ReadOnlySpan<float>((void*)alpha.Ptr(row), width);
            var target = plane.Slice(((y + row) * stride) + x, width);
            var source = patch.Slice(row * width, width);
            for (var column = 0; column < weights.Length; column++)
            {
                var weight = weights[column];
                if (weight > 0)
                {
                    target[column] = (byte)(target[column] + (weight * (source[column] - target[column])) + 0.5f);
                }
            }
        }
    }
}

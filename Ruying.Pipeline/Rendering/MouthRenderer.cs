using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// Renders a mouth of a wanted shape from the person's own: takes a remembered one, bends it, matches its colour, puts it in place.
/// Not thread-safe: one for each render.
/// </summary>
public sealed class MouthRenderer : IDisposable
{
    private readonly MouthMemory _memory;
    private readonly CropFrame _crop;
    private readonly MouthCrop _cutter;
    private readonly ThinPlateWarp _warp;
    private readonly ColourMatch _colour;
    private readonly JawMask _jaw;
    private readonly Compositor _compositor;
    private readonly Mat _current = new();
    private readonly Mat _float = new();
    private readonly Mat _warped = new();
    private readonly Mat _result = new();
    private Mat? _picture;
    private int _pictureOf = -1;

    /// <summary>Prepares for one person.</summary>
    /// <param name="memory">The person's mouths; stays the caller's.</param>
    /// <param name="crop">The crop.</param>
    /// <param name="mask">What is replaced in it.</param>
    public MouthRenderer(MouthMemory memory, CropFrame crop, MouthMask mask)
    {
        _memory = memory;
        _crop = crop;
        _cutter = new MouthCrop(crop, mask);
        _warp = new ThinPlateWarp(crop.Side);
        using var soft = mask.Soft(crop.Side);
        _colour = new ColourMatch(soft);
        _jaw = new JawMask(crop, mask);
        _compositor = new Compositor(crop, mask);
    }

    /// <summary>Renders a mouth into a frame.</summary>
    /// <param name="frame">The base frame, changed in place inside the mask only.</param>
    /// <param name="source">What is known of that base frame.</param>
    /// <param name="sample">Which remembered mouth to start from.</param>
    /// <param name="shape">Wanted lips and jaw, canonical, 106 numbers.</param>
    /// <param name="opacity">How much of it shows, 0 to 1.</param>
    public void Render(VideoFrame frame, BaseFrame source, int sample, float[] shape, float opacity = 1)
    {
        _cutter.Cut(frame, source.ToPicture, _current);
        var weights = Weights(source, shape);
        if (opacity < 1)
        {
            weights.ConvertTo(weights, MatType.CV_32FC1, opacity);
        }

        _compositor.Blend(frame, source.ToPicture, Mouth(_current, sample, shape), weights);
    }

    /// <summary>How much of each pixel of the crop is replaced, 0 to 1, <c>CV_32FC1</c>; valid until the next call.</summary>
    /// <param name="source">What is known of the base frame.</param>
    /// <param name="shape">Wanted lips and jaw, canonical, 106 numbers.</param>
    public Mat Weights(BaseFrame source, float[] shape) => _jaw.Weights(source.Jaw.Values, shape.AsSpan(FacePoints.LipCount * 2));

    /// <summary>Renders a mouth for a crop.</summary>
    /// <param name="current">The base frame's crop, RGB, <c>CV_8UC3</c>.</param>
    /// <param name="sample">Which remembered mouth to start from.</param>
    /// <param name="shape">Wanted lips and jaw, canonical, 106 numbers.</param>
    /// <returns>RGB, <c>CV_8UC3</c>; valid until the next call.</returns>
    public Mat Mouth(Mat current, int sample, float[] shape)
    {
        if (_pictureOf != sample)
        {
            _picture?.Dispose();
            _picture = _memory.Picture(sample);
            _pictureOf = sample;
        }

        _picture!.ConvertTo(_float, MatType.CV_32FC3);
        _warp.Apply(_float, _crop.Map(_memory.Samples[sample].Shape), _crop.Map(shape), _warped);
        _colour.Apply(_warped, current);
        _warped.ConvertTo(_result, MatType.CV_8UC3);
        return _result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cutter.Dispose();
        _warp.Dispose();
        _colour.Dispose();
        _jaw.Dispose();
        _compositor.Dispose();
        _current.Dispose();
        _float.Dispose();
        _warped.Dispose();
        _result.Dispose();
        _picture?.Dispose();
    }
}

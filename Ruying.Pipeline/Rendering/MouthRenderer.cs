using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Rendering.Harmonising;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// Renders a mouth of a wanted shape from the person's own: takes remembered ones, bends them, takes detail from one and light
/// and colour from all, matches those to the frame and harmonises.
/// Not thread-safe: one for each render.
/// </summary>
public sealed class MouthRenderer : IMouthEngine
{
    /// <summary>Blur that leaves out what counts as fine detail, pixels of the crop.</summary>
    private const double FineDetail = 1;

    private readonly MouthMemory _memory;
    private readonly float _detail;
    private readonly CropFrame _crop;
    private readonly ThinPlateSpline _spline;
    private readonly ThinPlateWarp _warp;
    private readonly ToneBlend _tone;
    private readonly ColourMatch _colour;
    private readonly Harmoniser? _harmoniser;
    private readonly JawMask _jaw;
    private readonly Mat _float = new();
    private readonly Mat _warped = new();
    private readonly Mat _result = new();
    private Mat? _picture;
    private int _pictureOf = -1;
    private IReadOnlyList<MouthWork> _run = [];
    private IReadOnlyList<Mat> _crops = [];

    /// <summary>Prepares for one person.</summary>
    /// <param name="avatar">Whose mouths; must stay open.</param>
    /// <param name="harmoniser">The harmoniser's network, not disposed here; null leaves mouths as warped and colour-matched.</param>
    /// <param name="finish">How mouths are finished; null takes the avatar's own.</param>
    public MouthRenderer(AvatarPackage avatar, InferenceSession? harmoniser, MouthFinish? finish = null)
    {
        ArgumentNullException.ThrowIfNull(avatar);
        var (memory, crop, mask) = (avatar.Mouths, avatar.Manifest.Crop, avatar.Manifest.Mask);
        _memory = memory;
        _detail = (finish ?? avatar.Manifest.Finish ?? MouthFinish.None).Detail;
        _crop = crop;
        _spline = new ThinPlateSpline(crop.Side);
        _warp = new ThinPlateWarp(crop.Side);
        _tone = new ToneBlend(memory);
        using var soft = mask.Soft(crop.Side);
        _colour = new ColourMatch(soft);
        _harmoniser = harmoniser is null ? null : new Harmoniser(harmoniser, crop, mask);
        _jaw = new JawMask(crop, mask);
    }

    /// <inheritdoc/>
    public int RunLength => 1;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MouthWork> run, IReadOnlyList<Mat> crops, CancellationToken cancellationToken) => (_run, _crops) = (run, crops);

    /// <inheritdoc/>
    public MouthPicture Picture(int index)
    {
        var work = _run[index];
        return new MouthPicture(Mouth(_crops[index], work.Mouths, work.Shape), Weights(work.Source, work.Shape));
    }

    /// <summary>How much of each pixel of the crop is replaced, 0 to 1, <c>CV_32FC1</c>; valid until the next call.</summary>
    /// <param name="source">What is known of the base frame.</param>
    /// <param name="shape">Wanted lips and jaw, canonical, 106 numbers.</param>
    public Mat Weights(BaseFrame source, float[] shape) => _jaw.Weights(source.Jaw.Values, shape.AsSpan(FacePoints.LipCount * 2));

    /// <summary>Renders a mouth for a crop.</summary>
    /// <param name="current">The base frame's crop, RGB, <c>CV_8UC3</c>.</param>
    /// <param name="mouths">The remembered mouths to make it of.</param>
    /// <param name="shape">Wanted lips and jaw, canonical, 106 numbers.</param>
    /// <returns>RGB, <c>CV_8UC3</c>; valid until the next call.</returns>
    public Mat Mouth(Mat current, ChosenMouths mouths, float[] shape)
    {
        ArgumentNullException.ThrowIfNull(mouths);
        if (_pictureOf != mouths.Detail)
        {
            _picture?.Dispose();
            _picture = _memory.Picture(mouths.Detail);
            _pictureOf = mouths.Detail;
        }

        _picture!.ConvertTo(_float, MatType.CV_32FC3);
        var wanted = _crop.Map(shape);
        var fields = _spline.Fields(wanted, [.. mouths.Tone.Prepend(mouths.Detail).Select(s => _crop.Map(_memory.Samples[s].Shape))]);
        _warp.Apply(_float, fields[0], _warped);
        _tone.Apply(_warped, mouths.Tone, fields.AsSpan(1), wanted);
        _colour.Apply(_warped, current);
        _harmoniser?.Apply(_warped, current, _memory.Samples[mouths.Detail].Shape, shape);
        if (_detail > 1)
        {
            Cv2.GaussianBlur(_warped, _float, new Size(0, 0), FineDetail);
            Cv2.AddWeighted(_warped, _detail, _float, 1 - _detail, 0, _warped);
        }

        _warped.ConvertTo(_result, MatType.CV_8UC3);
        return _result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _spline.Dispose();
        _warp.Dispose();
        _tone.Dispose();
        _colour.Dispose();
        _harmoniser?.Dispose();
        _jaw.Dispose();
        _float.Dispose();
        _warped.Dispose();
        _result.Dispose();
        _picture?.Dispose();
    }
}

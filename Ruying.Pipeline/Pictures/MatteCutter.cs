using OpenCvSharp;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Pictures;

/// <summary>Brings a coarse mask to the edges of its frame, in the part and size that is shown. Not thread-safe: one for each video.</summary>
internal sealed class MatteCutter : IDisposable
{
    // Of the network's mask: up to the first all is something else, from the second on all is the person. In between it does not know, which
    // may be so of a whole chair or half a coat: nothing there is to look half there.
    private const double Other = 0.35, Person = 0.65;

    private readonly Framing _framing;
    private readonly bool _isWhole;
    private readonly Size _coarseSize;
    private readonly Mat _place;
    private readonly GuidedFilter _filter = new();
    private readonly Mat _rgb = new();
    private readonly Mat _coarse = new();
    private readonly Mat _mask = new();
    private readonly float[] _alpha;

    /// <summary>Prepares.</summary>
    /// <param name="framing">Which part, and how large.</param>
    /// <param name="width">The footage's pixels.</param>
    /// <param name="height">The footage's pixels.</param>
    public MatteCutter(Framing framing, int width, int height)
    {
        (_framing, _isWhole) = (framing, framing.IsWhole(width, height));
        _coarseSize = GuidedFilter.SmallSize(framing.Width, framing.Height);
        _alpha = new float[framing.Width * framing.Height];

        // From pixels of the small picture to those of the mask, which shows all of the frame in a square; middles of pixels count.
        var (x, y) = ((double)PersonMasks.Side / width, (double)PersonMasks.Side / height);
        var (across, down) = ((double)framing.Crop.Width / _coarseSize.Width * x, (double)framing.Crop.Height / _coarseSize.Height * y);
        _place = new Mat(2, 3, MatType.CV_64FC1);
        _place.SetArray(new[] { across, 0, (framing.Crop.X * x) + (across / 2) - 0.5, 0, down, (framing.Crop.Y * y) + (down / 2) - 0.5 });
    }

    /// <summary>A frame's matte: opacities as of <see cref="Matte.Luma"/>, of the framing's size.</summary>
    /// <param name="frame">The base frame.</param>
    /// <param name="mask">Its mask, of <see cref="PersonMasks"/>.</param>
    /// <param name="nothing">Up to here of the refined mask all is background.</param>
    /// <param name="everything">From here on all is person.</param>
    public VideoFrame Cut(VideoFrame frame, VideoFrame mask, float nothing, float everything)
    {
        if (_isWhole)
        {
            FrameImage.ToRgb(frame, _rgb);
        }
        else
        {
            using var shown = FrameScaler.Scale(frame, _framing);
            FrameImage.ToRgb(shown, _rgb);
        }

        FrameImage.WithLuma(mask, luma => luma.ConvertTo(_mask, MatType.CV_32FC1, 1 / (Matte.Range * (Person - Other)), -((Matte.Black / Matte.Range) + Other) / (Person - Other)));
        Cv2.Min(_mask, 1, _mask);
        Cv2.Max(_mask, 0, _mask);
        Cv2.WarpAffine(_mask, _coarse, _place, _coarseSize, InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Replicate);
        _filter.Apply(_rgb, _coarse, _alpha);
        var matte = new VideoFrame(_framing.Width, _framing.Height, frame.Index);
        var opacity = matte.Y;
        for (var i = 0; i < opacity.Length; i++)
        {
            opacity[i] = Matte.Luma(Math.Clamp((_alpha[i] - nothing) / (everything - nothing), 0, 1));
        }

        matte.U.Fill(128);
        matte.V.Fill(128);
        return matte;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _filter.Dispose();
        _place.Dispose();
        _rgb.Dispose();
        _coarse.Dispose();
        _mask.Dispose();
    }
}

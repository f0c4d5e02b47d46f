using OpenCvSharp;

namespace Ruying.Pipeline.Media;

/// <summary>Hears hard cuts: a frame whose thumbnail differs from the one before far more than the clip's frames usually do.</summary>
public sealed class CutDetector : IDisposable
{
    /// <summary>Least mean difference of a cut, in grey levels of 0-255; talking heads stay under 3.</summary>
    private const double LeastDifference = 9;

    /// <summary>How many times the running mean of differences a cut exceeds.</summary>
    private const double TimesUsual = 6;

    private readonly Mat _small = new();
    private Mat? _before;
    private double _usual = 1;

    /// <summary>Whether a cut lies between the frame given before and this one.</summary>
    public bool IsCut(VideoFrame frame)
    {
        FrameImage.WithLuma(frame, luma => Cv2.Resize(luma, _small, new Size(48, 48), 0, 0, InterpolationFlags.Area));
        if (_before is null)
        {
            _before = _small.Clone();
            return false;
        }

        var difference = Cv2.Norm(_small, _before, NormTypes.L1) / (48 * 48);
        var cut = difference > LeastDifference && difference > TimesUsual * _usual;
        if (!cut)
        {
            _usual += 0.1 * (difference - _usual);
        }

        _small.CopyTo(_before);
        return cut;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _small.Dispose();
        _before?.Dispose();
    }
}

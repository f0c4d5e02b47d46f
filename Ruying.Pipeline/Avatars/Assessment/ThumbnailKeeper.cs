using OpenCvSharp;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>
/// Keeps a bounded number of small pictures: evenly spaced ones, some where something changes, and the extremes.
/// </summary>
internal sealed class ThumbnailKeeper : IDisposable
{
    private const int LongestWidth = 320;
    private const int MostEven = 32;
    private const int MostOfAKind = 8;

    private readonly List<FrameThumbnail> _even = [];
    private readonly Dictionary<string, List<FrameThumbnail>> _changes = [];
    private readonly Dictionary<string, (double Score, FrameThumbnail Picture)> _best = [];
    private readonly Mat _small = new();
    private readonly Mat _bgr = new();
    private int _interval = Media.Clock.FramesPerSecond;
    private FrameThumbnail? _current;

    /// <summary>All pictures kept, by frame, each once.</summary>
    public IReadOnlyList<FrameThumbnail> All =>
        [.. _even.Concat(_changes.Values.SelectMany(c => c)).Concat(_best.Values.Select(b => b.Picture)).DistinctBy(t => t.Frame).OrderBy(t => t.Frame)];

    /// <summary>One a second, then every second second and so on, never more than 32.</summary>
    public void Even(int frame, Mat rgb)
    {
        if (frame % _interval != _interval / 2)
        {
            return;
        }

        _even.Add(Picture(frame, rgb));
        if (_even.Count >= MostEven)
        {
            _interval *= 2;
            _even.RemoveAll(t => t.Frame % _interval != _interval / 2);
        }
    }

    /// <summary>A frame where something changes; the first eight of a kind, at least half a second apart.</summary>
    public void Change(string kind, int frame, Mat rgb)
    {
        if (!_changes.TryGetValue(kind, out var kept))
        {
            _changes[kind] = kept = [];
        }

        if (kept.Count < MostOfAKind && (kept.Count == 0 || frame - kept[^1].Frame > Media.Clock.FramesPerSecond / 2))
        {
            kept.Add(Picture(frame, rgb));
        }
    }

    /// <summary>The frame of the highest score, within a tenth: small gains are not worth a picture.</summary>
    public void Best(string kind, double score, int frame, Mat rgb)
    {
        if (!_best.TryGetValue(kind, out var best) || score > best.Score + (0.1 * Math.Abs(best.Score)))
        {
            _best[kind] = (score, Picture(frame, rgb));
        }
    }

    public void Dispose()
    {
        _small.Dispose();
        _bgr.Dispose();
    }

    private FrameThumbnail Picture(int frame, Mat rgb)
    {
        if (_current?.Frame == frame)
        {
            return _current;
        }

        var width = Math.Min(LongestWidth, rgb.Width);
        var height = Math.Min(LongestWidth * 16 / 9, Math.Max(1, rgb.Height * width / rgb.Width));
        Cv2.Resize(rgb, _small, new Size(width, height), 0, 0, InterpolationFlags.Area);
        Cv2.CvtColor(_small, _bgr, ColorConversionCodes.RGB2BGR);
        Cv2.ImEncode(".jpg", _bgr, out var bytes, [(int)ImwriteFlags.JpegQuality, 80]);
        return _current = new FrameThumbnail(frame, width, height, bytes);
    }
}

using System.Globalization;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Videos.Segments;

/// <summary>The segments of one video: where they lie and how far each is, whoever renders it. For several threads at once.</summary>
public sealed class SegmentBoard
{
    /// <summary>A crash costs at most one segment, of 10 s.</summary>
    public const int SegmentFrames = 10 * Clock.FramesPerSecond;

    private readonly int _frames;
    private readonly Action<double> _report;
    private readonly int[] _done;
    private readonly Lock _gate = new();
    private readonly VideoFormat _format;
    private long _sum;

    /// <summary>Looks what is there.</summary>
    /// <param name="folder">Where the segments lie, and what rendering them needs.</param>
    /// <param name="frames">The video's frames, 1 or more.</param>
    /// <param name="report">Hears how much of the video is rendered, 0 to 1; never less than before.</param>
    /// <param name="format">What they are written as.</param>
    public SegmentBoard(string folder, int frames, Action<double> report, VideoFormat format = VideoFormat.Mp4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        (Folder, _frames, _report, _format) = (folder, frames, report, format);
        _done = new int[(frames + SegmentFrames - 1) / SegmentFrames];
        for (var segment = 0; segment < Count; segment++)
        {
            if (IsThere(segment))
            {
                Report(segment, FramesOf(segment));
            }
        }
    }

    /// <summary>Where the segments lie, and what rendering them needs.</summary>
    public string Folder { get; }

    /// <summary>How many segments.</summary>
    public int Count => _done.Length;

    /// <summary>The first segment that does not lie in its place; null when all do.</summary>
    public int? FirstMissing
    {
        get
        {
            for (var segment = 0; segment < Count; segment++)
            {
                if (!IsThere(segment))
                {
                    return segment;
                }
            }

            return null;
        }
    }

    /// <summary>A segment's first frame in the video.</summary>
    public static int FirstFrameOf(int segment) => segment * SegmentFrames;

    /// <summary>How many frames a segment has.</summary>
    public int FramesOf(int segment) => Math.Min(SegmentFrames, _frames - FirstFrameOf(segment));

    /// <summary>Where a segment lies, a video without sound.</summary>
    public string PathOf(int segment) => Path.Combine(Folder, NameOf(segment, _format));

    /// <summary>A segment's file name.</summary>
    public static string NameOf(int segment, VideoFormat format = VideoFormat.Mp4) =>
        string.Create(CultureInfo.InvariantCulture, $"segment-{segment:D5}.{(format == VideoFormat.WebM ? "webm" : "mp4")}");

    /// <summary>Whether a segment is rendered.</summary>
    public bool IsThere(int segment) => File.Exists(PathOf(segment));

    /// <summary>How many frames of a segment are rendered.</summary>
    public int DoneOf(int segment)
    {
        lock (_gate)
        {
            return _done[segment];
        }
    }

    /// <summary>Some frames of a segment are rendered. Fewer than before count for nothing: it was begun again.</summary>
    /// <param name="segment">From 0.</param>
    /// <param name="frames">So many of it.</param>
    public void Report(int segment, int frames)
    {
        lock (_gate)
        {
            if (frames > _done[segment])
            {
                _sum += frames - _done[segment];
                _done[segment] = frames;
                _report((double)_sum / _frames);
            }
        }
    }
}

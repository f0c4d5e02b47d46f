using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Evaluation;

/// <summary>The clip, or the part of one, that others are compared with.</summary>
public sealed class RealClip
{
    private readonly FaceTrack _track;

    private RealClip(string path, VideoRange range, FaceTrack track, CanonicalTrack canonical, bool[] usable)
    {
        Path = path;
        Range = range;
        _track = track;
        var (first, end) = (range.First, range.First + range.Count);
        Shapes = canonical.Shapes[first..end];
        ToPicture = canonical.ToPicture[first..end];
        Usable = [.. Enumerable.Range(first, range.Count).Select(i => usable[i] && canonical.Present[i])];
    }

    /// <summary>The MP4, 25 frames a second.</summary>
    public string Path { get; }

    /// <summary>Which of its frames.</summary>
    public VideoRange Range { get; }

    /// <summary>Lips and jaw of each frame, canonical, 106 numbers.</summary>
    public float[][] Shapes { get; }

    /// <summary>Canonical to picture, of each frame.</summary>
    public Similarity[] ToPicture { get; }

    /// <summary>Frames whose mouth can be seen.</summary>
    public bool[] Usable { get; }

    /// <summary>Frames.</summary>
    public int Frames => Shapes.Length;

    /// <summary>Takes a tracked clip.</summary>
    /// <param name="path">An MP4 that this library wrote.</param>
    /// <param name="track">The person in the whole of it.</param>
    /// <param name="template">The person's template.</param>
    /// <param name="first">The first frame to compare.</param>
    /// <param name="usable">Frames of the whole clip whose mouth can be seen; null takes all that show the face.</param>
    public static RealClip From(string path, FaceTrack track, float[] template, int first = 0, bool[]? usable = null)
    {
        var canonical = CanonicalTrack.From(track, template);
        return new RealClip(path, new VideoRange(first, track.Frames - first), track, canonical, usable ?? canonical.Present);
    }

    /// <summary>The embedding of the face in one frame; it must be usable.</summary>
    internal float[] Embed(FaceIdentity identity, OpenCvSharp.Mat rgb, int frame) => identity.Embed(rgb, _track, Range.First + frame);
}

using System.Runtime.InteropServices;

namespace Ruying.Pipeline.Faces;

/// <summary>
/// One person's face through a clip: for each frame whether it is there, and <see cref="PointCount"/> points in pixels.
/// </summary>
public sealed class FaceTrack
{
    /// <summary>Points kept of a frame: 20 stable, 40 lips, 13 jaw and chin, 4 under the nose, 4 lids, nose tip.</summary>
    public const int PointCount = 82;

    /// <summary>First lip point.</summary>
    public const int Lips = 20;

    /// <summary>First jaw point.</summary>
    public const int Chin = 60;

    /// <summary>First point under the nose.</summary>
    public const int NoseBase = 73;

    /// <summary>First lid point: right upper, right lower, left upper, left lower.</summary>
    public const int Lids = 77;

    /// <summary>The nose's tip.</summary>
    public const int NoseTip = 81;

    // Outer eye corners: the first and fourth stable points.
    private const int RightEye = 0, LeftEye = 3;

    private const int Stride = PointCount * 2;
    private static readonly int[] MeshIndices = [.. FacePoints.Stable, .. Enumerable.Repeat(-1, FacePoints.LipCount), .. FacePoints.Chin, .. FacePoints.NoseBase, .. FacePoints.LidsAndTip];

    private readonly List<float> _presence = [];
    private readonly List<float> _points = [];

    /// <summary>Frames so far.</summary>
    public int Frames => _presence.Count;

    /// <summary>0 to 1 for each frame; over 0.5 the face is there.</summary>
    public ReadOnlySpan<float> Presence => CollectionsMarshal.AsSpan(_presence);

    /// <summary>Whether a frame shows the face.</summary>
    public bool HasFace(int frame) => _presence[frame] > 0.5f;

    /// <summary>A frame's points, x and y interleaved, pixels; all zero where there is no face.</summary>
    public ReadOnlySpan<float> Points(int frame) => CollectionsMarshal.AsSpan(_points).Slice(frame * Stride, Stride);

    /// <summary>How open the eyes are: mean gap between the lids over the distance of the outer eye corners; 0 where there is no face.</summary>
    public float EyeOpening(int frame)
    {
        float Apart(int a, int b)
        {
            var (dx, dy) = (Points(frame)[a * 2] - Points(frame)[b * 2], Points(frame)[(a * 2) + 1] - Points(frame)[(b * 2) + 1]);
            return MathF.Sqrt((dx * dx) + (dy * dy));
        }

        return HasFace(frame) ? (Apart(Lids, Lids + 1) + Apart(Lids + 2, Lids + 3)) / (2 * Math.Max(Apart(RightEye, LeftEye), 1)) : 0;
    }

    /// <summary>Adds a frame without a face.</summary>
    public void AddMissing()
    {
        _presence.Add(0);
        CollectionsMarshal.SetCount(_points, _points.Count + Stride);
        CollectionsMarshal.AsSpan(_points)[^Stride..].Clear();
    }

    /// <summary>Adds a frame with a face.</summary>
    /// <param name="face">The points found.</param>
    public void Add(FaceLandmarks face)
    {
        _presence.Add(face.Presence);
        for (var i = 0; i < PointCount; i++)
        {
            var index = MeshIndices[i];
            _points.Add(index < 0 ? face.Lips[(i - Lips) * 2] : face.Mesh[index * 2]);
            _points.Add(index < 0 ? face.Lips[((i - Lips) * 2) + 1] : face.Mesh[(index * 2) + 1]);
        }
    }

    /// <summary>A track of some of the frames, in order.</summary>
    public FaceTrack Slice(int first, int count)
    {
        var part = new FaceTrack();
        part._presence.AddRange(_presence.GetRange(first, count));
        part._points.AddRange(_points.GetRange(first * Stride, count * Stride));
        return part;
    }

    /// <summary>Writes the track: magic, version, frames, presences, points; little-endian.</summary>
    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write("RYTK"u8);
        writer.Write(1);
        writer.Write(Frames);
        writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_presence)));
        writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_points)));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Not such a file, or cut short.</exception>
    public static FaceTrack Load(Stream stream)
    {
        Span<byte> header = stackalloc byte[12];
        if (stream.ReadAtLeast(header, 12, throwOnEndOfStream: false) < 12 || !header[..4].SequenceEqual("RYTK"u8) || BitConverter.ToInt32(header[4..]) != 1)
        {
            throw new InvalidDataException("Not a face track of version 1.");
        }

        var frames = BitConverter.ToInt32(header[8..]);
        if (frames < 0 || stream.Length - stream.Position != (long)frames * (1 + Stride) * sizeof(float))
        {
            throw new InvalidDataException("The face track is cut short.");
        }

        var track = new FaceTrack();
        CollectionsMarshal.SetCount(track._presence, frames);
        CollectionsMarshal.SetCount(track._points, frames * Stride);
        stream.ReadExactly(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(track._presence)));
        stream.ReadExactly(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(track._points)));
        return track;
    }
}

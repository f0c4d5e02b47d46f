using System.Runtime.InteropServices;
using OpenCvSharp;
using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>
/// Gathers what each frame shows while the tracker goes: light, sharpness, size and pose of the face, a few colours around the mouth,
/// and some small pictures. About 200 bytes a frame. Not thread-safe: one for each clip.
/// </summary>
public sealed class FrameMeasures : IDisposable
{
    private const int Version = 1;

    // Mean difference of tiny pictures, grey levels; a change worth a picture, whether or not it is a cut.
    private const double SceneChange = 9;
    private const double MouthChange = 14;

    private readonly List<FrameMeasure> _frames = [];
    private readonly List<byte> _patches = [];
    private readonly FaceProbe _probe = new();
    private readonly ThumbnailKeeper _keeper = new();
    private readonly Mat _tiny = new();
    private readonly Mat _before = new();
    private IReadOnlyList<FrameThumbnail>? _loaded;

    /// <summary>One for each frame seen.</summary>
    public IReadOnlyList<FrameMeasure> Frames => _frames;

    /// <summary>At most about 60 small pictures, by frame.</summary>
    public IReadOnlyList<FrameThumbnail> Thumbnails => _loaded ?? _keeper.All;

    /// <summary>Looks at a frame; matches <see cref="FrameObserver"/>.</summary>
    /// <param name="frame">Position in the clip; frames come in order, each once.</param>
    /// <param name="rgb">The picture, <c>CV_8UC3</c>, RGB.</param>
    /// <param name="face">The tracked face, or null.</param>
    /// <exception cref="InvalidOperationException">The frames do not come in order, or these measures were loaded.</exception>
    public void Observe(int frame, Mat rgb, FaceLandmarks? face)
    {
        if (frame != _frames.Count || _loaded is not null)
        {
            throw new InvalidOperationException("Frames are observed in order, each once.");
        }

        Span<byte> patch = stackalloc byte[FaceProbe.PatchBytes];
        patch.Clear();
        var measure = face is null ? default : _probe.Measure(rgb, face, patch);
        Keep(frame, rgb, measure, patch);
        _frames.Add(measure);
        _patches.AddRange(patch);
    }

    /// <summary>Writes everything; little-endian.</summary>
    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write("RYFM"u8);
        writer.Write(Version);
        writer.Write(_frames.Count);
        writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_frames)));
        writer.Write(CollectionsMarshal.AsSpan(_patches));
        writer.Write(Thumbnails.Count);
        foreach (var picture in Thumbnails)
        {
            writer.Write(picture.Frame);
            writer.Write(picture.Width);
            writer.Write(picture.Height);
            writer.Write(picture.Jpeg.Length);
            writer.Write(picture.Jpeg);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="stream">Seekable.</param>
    /// <exception cref="InvalidDataException">Not such a file, or cut short.</exception>
    public static FrameMeasures Load(Stream stream)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        var measures = new FrameMeasures();
        try
        {
            if (!reader.ReadBytes(4).AsSpan().SequenceEqual("RYFM"u8) || reader.ReadInt32() != Version)
            {
                throw new InvalidDataException("Not frame measures of version 1.");
            }

            var count = Count(reader, Marshal.SizeOf<FrameMeasure>() + FaceProbe.PatchBytes);
            CollectionsMarshal.SetCount(measures._frames, count);
            CollectionsMarshal.SetCount(measures._patches, count * FaceProbe.PatchBytes);
            stream.ReadExactly(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(measures._frames)));
            stream.ReadExactly(CollectionsMarshal.AsSpan(measures._patches));
            var pictures = new FrameThumbnail[Count(reader, 16)];
            for (var i = 0; i < pictures.Length; i++)
            {
                var (frame, width, height) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
                var jpeg = new byte[Count(reader, 1)];
                stream.ReadExactly(jpeg);
                pictures[i] = new FrameThumbnail(frame, width, height, jpeg);
            }

            measures._loaded = pictures;
            return measures;
        }
        catch (Exception e)
        {
            measures.Dispose();
            throw e is EndOfStreamException ? new InvalidDataException("The frame measures are cut short.", e) : e;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _probe.Dispose();
        _keeper.Dispose();
        _tiny.Dispose();
        _before.Dispose();
    }

    /// <summary>Luma, Cr, Cb of the cells around a frame's mouth.</summary>
    internal ReadOnlySpan<byte> Patch(int frame) => CollectionsMarshal.AsSpan(_patches).Slice(frame * FaceProbe.PatchBytes, FaceProbe.PatchBytes);

    private static int Count(BinaryReader reader, int bytesEach)
    {
        var count = reader.ReadInt32();
        return count >= 0 && (long)count * bytesEach <= reader.BaseStream.Length - reader.BaseStream.Position
            ? count
            : throw new InvalidDataException("The frame measures are cut short.");
    }

    private void Keep(int frame, Mat rgb, FrameMeasure measure, ReadOnlySpan<byte> patch)
    {
        _keeper.Even(frame, rgb);
        Cv2.Resize(rgb, _tiny, new Size(24, 24), 0, 0, InterpolationFlags.Nearest);
        if (!_before.Empty() && Cv2.Norm(_tiny, _before, NormTypes.L1) / (24 * 24 * 3) > SceneChange)
        {
            _keeper.Change("scene", frame, rgb);
        }

        _tiny.CopyTo(_before);
        if (frame > 0 && measure.HasFace != _frames[^1].HasFace)
        {
            _keeper.Change("face", frame, rgb);
        }

        if (!measure.HasFace)
        {
            return;
        }

        if (frame > 0 && _frames[^1].HasFace)
        {
            var before = Patch(frame - 1);
            var difference = 0;
            for (var i = 0; i < patch.Length; i++)
            {
                difference += Math.Abs(patch[i] - before[i]);
            }

            if (difference / (double)patch.Length > MouthChange)
            {
                _keeper.Change("mouth", frame, rgb);
            }
        }

        _keeper.Best("sharp", measure.Sharpness, frame, rgb);
        _keeper.Best("dark", 255 - measure.Light, frame, rgb);
        _keeper.Best("turned", Math.Abs(measure.Yaw), frame, rgb);
    }
}

using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OpenCvSharp;
using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// The mouths that the footage showed: an index in memory, the pictures as JPEG on disk, read when needed.
/// File: magic <c>RYMM</c>, version, count, crop side; for each mouth frame, offset, length, shape (106 floats), surroundings (768 bytes);
/// then the pictures. Little-endian.
/// </summary>
public sealed class MouthMemory : IDisposable
{
    private const int Version = 1;
    private const int HeaderBytes = 16;

    /// <summary>30 MB.</summary>
    private const int MostSmall = 4500;

    /// <summary>Every frame of the longest footage; the index is read at once.</summary>
    private const int MostSamples = 50_000;

    private const int ShapeValues = CanonicalTrack.ShapePoints * 2;
    private const int EntryBytes = 16 + (ShapeValues * sizeof(float)) + MouthSample.SurroundingsLength;

    private readonly SafeFileHandle _file;
    private readonly (long Offset, int Length)[] _pictures;
    private readonly ConcurrentDictionary<int, byte[]> _small = [];

    private MouthMemory(SafeFileHandle file, int side, MouthSample[] samples, (long, int)[] pictures)
    {
        _file = file;
        Side = side;
        Samples = samples;
        _pictures = pictures;
    }

    /// <summary>Pixels of a crop's side.</summary>
    public int Side { get; }

    /// <summary>All remembered mouths, by frame.</summary>
    public IReadOnlyList<MouthSample> Samples { get; }

    /// <summary>Opens a memory; pictures stay on disk.</summary>
    /// <exception cref="InvalidDataException">Not such a file, or cut short.</exception>
    public static MouthMemory Open(string path)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);
        try
        {
            var length = RandomAccess.GetLength(file);
            Span<byte> header = stackalloc byte[HeaderBytes];
            if (RandomAccess.Read(file, header, 0) < HeaderBytes || !header[..4].SequenceEqual("RYMM"u8) || BitConverter.ToInt32(header[4..]) != Version)
            {
                throw new InvalidDataException("Not a mouth memory of version 1.");
            }

            var count = BitConverter.ToInt32(header[8..]);
            var side = BitConverter.ToInt32(header[12..]);
            if (count is < 1 or > MostSamples || side is < 16 or > 4096 || HeaderBytes + ((long)count * EntryBytes) > length)
            {
                throw new InvalidDataException("The mouth memory is cut short.");
            }

            var index = new byte[count * EntryBytes];
            _ = RandomAccess.Read(file, index, HeaderBytes);
            var samples = new MouthSample[count];
            var pictures = new (long Offset, int Length)[count];
            for (var i = 0; i < count; i++)
            {
                var entry = index.AsSpan(i * EntryBytes, EntryBytes);
                pictures[i] = (BitConverter.ToInt64(entry[4..]), BitConverter.ToInt32(entry[12..]));
                if (pictures[i].Offset < HeaderBytes || pictures[i].Length < 0 || pictures[i].Offset > length - pictures[i].Length)
                {
                    throw new InvalidDataException("The mouth memory names pictures that it does not hold.");
                }

                var shape = MemoryMarshal.Cast<byte, float>(entry.Slice(16, ShapeValues * sizeof(float))).ToArray();
                var around = entry[(16 + (ShapeValues * sizeof(float)))..].ToArray().Select(b => b / 255f).ToArray();
                samples[i] = new MouthSample(BitConverter.ToInt32(entry), shape, MouthSample.FeatureOf(shape), around);
            }

            return new MouthMemory(file, side, samples, pictures);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A mouth's picture, RGB, <c>CV_8UC3</c>, <see cref="Side"/> pixels wide and high; the caller disposes it.</summary>
    /// <param name="sample">Position among <see cref="Samples"/>.</param>
    /// <exception cref="AvatarException"><c>avatar.damaged</c>.</exception>
    public Mat Picture(int sample)
    {
        var (offset, length) = _pictures[sample];
        var bytes = new byte[length];
        if (RandomAccess.Read(_file, bytes, offset) < length)
        {
            throw Damaged();
        }

        // OpenCV throws at no bytes at all, and returns an empty picture of bytes that are none.
        var picture = length == 0 ? new Mat() : Cv2.ImDecode(bytes, ImreadModes.Color);
        if (picture.Rows != Side || picture.Cols != Side)
        {
            picture.Dispose();
            throw Damaged();
        }

        Cv2.CvtColor(picture, picture, ColorConversionCodes.BGR2RGB);
        return picture;
    }

    /// <summary>A mouth's picture at <see cref="ToneBlend.Side"/> pixels, RGB; not to be changed. Those asked for last stay in memory, at most 30 MB.</summary>
    /// <param name="sample">Position among <see cref="Samples"/>.</param>
    public byte[] Small(int sample)
    {
        if (_small.TryGetValue(sample, out var known))
        {
            return known;
        }

        using var picture = Picture(sample);
        using var small = new Mat();
        Cv2.Resize(picture, small, new Size(ToneBlend.Side, ToneBlend.Side), 0, 0, InterpolationFlags.Area);
        small.GetArray(out Vec3b[] pixels);
        var bytes = MemoryMarshal.AsBytes<Vec3b>(pixels).ToArray();
        if (_small.Count >= MostSmall)
        {
            _small.Clear();
        }

        return _small.GetOrAdd(sample, bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static AvatarException Damaged() => new("avatar.damaged", "The avatar is damaged: its mouths cannot be read. Build it again from its footage.");

    /// <summary>Collects mouths and writes the file.</summary>
    public sealed class Writer : IDisposable
    {
        // Full colour resolution: lips are small and red.
        private static readonly ImageEncodingParam[] Jpeg =
        [
            new(ImwriteFlags.JpegQuality, 95), new(SamplingFactor, 0x111111),
        ];

        // IMWRITE_JPEG_SAMPLING_FACTOR, which OpenCvSharp does not name.
        private const ImwriteFlags SamplingFactor = (ImwriteFlags)7;

        private readonly FileStream _pictures;
        private readonly MemoryStream _index = new();
        private readonly string _path;
        private readonly int _side;
        private int _count;

        /// <summary>Starts a memory.</summary>
        /// <param name="path">The file to write.</param>
        /// <param name="side">Pixels of a crop's side.</param>
        public Writer(string path, int side)
        {
            _path = path;
            _side = side;
            _pictures = new FileStream(path + ".pictures", FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        }

        /// <summary>Remembers a mouth.</summary>
        /// <param name="frame">Its frame in the base footage.</param>
        /// <param name="crop">RGB, <c>CV_8UC3</c>.</param>
        /// <param name="shape">Lips and jaw, canonical, 106 numbers.</param>
        /// <param name="surroundings">768 bytes, RGB at 16x16, black inside the mask.</param>
        public void Add(int frame, Mat crop, float[] shape, ReadOnlySpan<byte> surroundings)
        {
            using var bgr = new Mat();
            Cv2.CvtColor(crop, bgr, ColorConversionCodes.RGB2BGR);
            Cv2.ImEncode(".jpg", bgr, out var bytes, Jpeg);
            using var writer = new BinaryWriter(_index, System.Text.Encoding.UTF8, leaveOpen: true);
            writer.Write(frame);
            writer.Write(_pictures.Position);
            writer.Write(bytes.Length);
            writer.Write(MemoryMarshal.AsBytes<float>(shape));
            writer.Write(surroundings);
            _pictures.Write(bytes);
            _count++;
        }

        /// <summary>Writes the file.</summary>
        public void Complete()
        {
            var index = _index.ToArray();
            var start = HeaderBytes + (long)index.Length;
            for (var i = 0; i < _count; i++)
            {
                var at = index.AsSpan((i * EntryBytes) + 4, 8);
                BitConverter.TryWriteBytes(at, BitConverter.ToInt64(at) + start);
            }

            using var file = new FileStream(_path, FileMode.Create, FileAccess.Write);
            using var writer = new BinaryWriter(file);
            writer.Write("RYMM"u8);
            writer.Write(Version);
            writer.Write(_count);
            writer.Write(_side);
            writer.Write(index);
            writer.Flush();
            _pictures.Position = 0;
            _pictures.CopyTo(file);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _pictures.Dispose();
            _index.Dispose();
        }
    }
}

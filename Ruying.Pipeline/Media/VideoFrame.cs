using System.Buffers;

namespace Ruying.Pipeline.Media;

/// <summary>
/// One picture as planar YUV 4:2:0 (I420: all of Y, then U, then V, no padding between rows), 8 bit, limited range.
/// The pixels live in a pooled buffer: dispose the frame to give it back.
/// </summary>
public sealed class VideoFrame : IDisposable
{
    private byte[]? _buffer;

    /// <summary>Rents a frame; its pixels are not cleared.</summary>
    /// <param name="width">Pixels, even, at least 2.</param>
    /// <param name="height">Pixels, even, at least 2.</param>
    /// <param name="index">Position in its stream, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is odd or smaller than 2.</exception>
    public VideoFrame(int width, int height, long index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(width & 1, 0, nameof(width));
        ArgumentOutOfRangeException.ThrowIfNotEqual(height & 1, 0, nameof(height));
        Width = width;
        Height = height;
        Index = index;
        _buffer = ArrayPool<byte>.Shared.Rent(ByteCount(width, height));
    }

    /// <summary>Width in pixels, even.</summary>
    public int Width { get; }

    /// <summary>Height in pixels, even.</summary>
    public int Height { get; }

    /// <summary>Position in its stream, from 0.</summary>
    public long Index { get; set; }

    /// <summary>All three planes, <c>Width * Height * 3 / 2</c> bytes.</summary>
    /// <exception cref="ObjectDisposedException">The frame was given back.</exception>
    public Memory<byte> Memory => Buffer.AsMemory(0, ByteCount(Width, Height));

    /// <summary>All three planes, <c>Width * Height * 3 / 2</c> bytes.</summary>
    public Span<byte> Span => Memory.Span;

    /// <summary>Luma, <c>Width * Height</c> bytes, 16 (black) to 235 (white).</summary>
    public Span<byte> Y => Span[..(Width * Height)];

    /// <summary>Blue difference, a quarter of the luma's size.</summary>
    public Span<byte> U => Span.Slice(Width * Height, Width * Height / 4);

    /// <summary>Red difference, a quarter of the luma's size.</summary>
    public Span<byte> V => Span.Slice(Width * Height * 5 / 4, Width * Height / 4);

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(VideoFrame));

    /// <summary>Bytes of an I420 picture of that size.</summary>
    public static int ByteCount(int width, int height) => checked(width * height * 3 / 2);

    /// <summary>A frame of its own with the same pixels and index.</summary>
    public VideoFrame Copy()
    {
        var copy = new VideoFrame(Width, Height, Index);
        Span.CopyTo(copy.Span);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

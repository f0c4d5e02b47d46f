namespace Ruying.Pipeline.Pictures;

/// <summary>What may be a background's file.</summary>
public static class PictureFile
{
    /// <summary>Bytes of the largest file.</summary>
    public const long LargestBytes = 32 << 20;

    /// <summary>So many bytes of a file's beginning tell what it is.</summary>
    public const int HeadBytes = 8;

    /// <summary>Refuses what is too large, and what is neither JPEG nor PNG by its first bytes; the rest is seen when it is decoded.</summary>
    /// <param name="length">The file's bytes.</param>
    /// <param name="head">Its first <see cref="HeadBytes"/>, fewer where it has no more.</param>
    /// <exception cref="PictureException"><c>picture.too_large</c>, <c>picture.not_an_image</c>.</exception>
    public static void Require(long length, ReadOnlySpan<byte> head)
    {
        if (length > LargestBytes)
        {
            throw new PictureException("picture.too_large", $"The background picture has {length / 1e6:0} MB; at most {LargestBytes / 1e6:0} MB are possible.");
        }

        if (!IsJpeg(head) && head is not [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..])
        {
            throw NotAnImage();
        }
    }

    internal static bool IsJpeg(ReadOnlySpan<byte> head) => head is [0xFF, 0xD8, 0xFF, ..];

    internal static PictureException NotAnImage(Exception? inner = null) =>
        new("picture.not_an_image", "The background is no picture that can be read: give a JPEG or a PNG of at most 67 megapixels.", inner);
}

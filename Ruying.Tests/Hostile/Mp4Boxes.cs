using System.Buffers.Binary;
using System.Text;

namespace Ruying.Tests.Hostile;

/// <summary>Takes MP4 files apart and puts them together wrongly.</summary>
internal static class Mp4Boxes
{
    /// <summary>A box.</summary>
    public static byte[] Box(string type, params byte[][] content)
    {
        var body = content.SelectMany(c => c).ToArray();
        var box = new byte[8 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.Latin1.GetBytes(type, box.AsSpan(4));
        body.CopyTo(box, 8);
        return box;
    }

    /// <summary>Where the contents of the index's first box of a kind begin, or those of the index.</summary>
    public static int Content(byte[] file, string type)
    {
        var index = file.AsSpan().IndexOf("moov"u8);
        return index + file.AsSpan(index).IndexOf(Encoding.Latin1.GetBytes(type)) + 4;
    }

    /// <summary>The index's first box of a kind, with its head.</summary>
    public static byte[] Take(byte[] file, string type)
    {
        var start = Content(file, type) - 8;
        return file[start..(start + BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(start)))];
    }

    /// <summary>A copy with a number in the index's first box of a kind.</summary>
    public static byte[] With(byte[] file, string type, int offset, uint value)
    {
        var copy = (byte[])file.Clone();
        BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(Content(file, type) + offset), value);
        return copy;
    }
}

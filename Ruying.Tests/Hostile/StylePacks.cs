using System.IO.Compression;
using System.Text;

namespace Ruying.Tests.Hostile;

/// <summary>A small voice pack as NumPy writes it.</summary>
internal static class StylePacks
{
    /// <summary>Two styles of two rows of 256.</summary>
    public static byte[] Archive()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in new[] { "af.npy", "bm.npy" })
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write([0x93, .. "NUMPY"u8, 1, 0, 118, 0]);
                entry.Write(Encoding.Latin1.GetBytes("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 256), }".PadRight(117) + "\n"));
                entry.Write(new byte[2 * 256 * sizeof(float)]);
            }
        }

        return stream.ToArray();
    }
}

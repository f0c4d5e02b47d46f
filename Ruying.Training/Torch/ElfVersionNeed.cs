using System.Buffers.Binary;
using System.Text;

namespace Ruying.Training.Torch;

/// <summary>Reads and edits the version needs (<c>.gnu.version_r</c>) of a 64-bit little-endian ELF library.</summary>
internal static class ElfVersionNeed
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>Marks a needed symbol version weak, so that the loader goes on where the system's library is older.</summary>
    /// <param name="path">A shared library; rewritten by rename when something changes.</param>
    /// <param name="version">Such as <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>Whether the file was changed; false when the need is absent or weak already.</returns>
    /// <exception cref="InvalidDataException">Not a 64-bit little-endian ELF file.</exception>
    public static bool MarkWeak(string path, string version)
    {
        var file = File.ReadAllBytes(path);
        if (file.Length < 64 || !file.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            throw new InvalidDataException($"{path} is not a 64-bit little-endian ELF file.");
        }

        var sections = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(0x28)));
        var size = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x3A));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x3C));
        var changed = false;
        for (var i = 0; i < count; i++)
        {
            var section = sections + (i * size);
            if (UInt32(file, section + 4) == VersionNeedSection)
            {
                var names = Offset(file, sections + ((int)UInt32(file, section + 0x28) * size));
                changed |= MarkWeak(file, Offset(file, section), (int)UInt32(file, section + 0x2C), names, version);
            }
        }

        if (changed)
        {
            var temporary = path + ".new";
            File.WriteAllBytes(temporary, file);
            File.Move(temporary, path, overwrite: true);
        }

        return changed;
    }

    private static bool MarkWeak(byte[] file, int need, int needs, int names, string version)
    {
        var wanted = Encoding.ASCII.GetBytes(version + "\0");
        var changed = false;
        for (; needs > 0; needs--)
        {
            var auxiliary = need + (int)UInt32(file, need + 8);
            for (var left = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(need + 2)); left > 0; left--)
            {
                var flags = file.AsSpan(auxiliary + 4, 2);
                var value = BinaryPrimitives.ReadUInt16LittleEndian(flags);
                if ((value & Weak) == 0 && file.AsSpan(names + (int)UInt32(file, auxiliary + 8)).StartsWith(wanted))
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(value | Weak));
                    changed = true;
                }

                auxiliary += (int)UInt32(file, auxiliary + 12);
            }

            need += (int)UInt32(file, need + 12);
        }

        return changed;
    }

    private static uint UInt32(byte[] file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));

    private static int Offset(byte[] file, int section) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(section + 0x18)));
}

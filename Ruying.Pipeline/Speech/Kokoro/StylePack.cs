using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Speech.Kokoro;

/// <summary>Reads voice packs: Kokoro's raw files, and NumPy's <c>.npy</c> and <c>.npz</c>, which KittenTTS and kokoro-onnx use.</summary>
internal static partial class StylePack
{
    private const int MostStyles = 500;
    private const long LargestPack = 512L << 20;
    private const long LargestStyle = 16L << 20;

    /// <param name="path">A file of one style, a folder of such files (<c>.bin</c> and <c>.npy</c>), or a NumPy archive of several.</param>
    /// <param name="name">What a file of one style is called by its sender; null takes the path's own name.</param>
    /// <returns>By name; at least one, all with as many rows.</returns>
    /// <exception cref="ModelException"><c>model.missing</c>, <c>model.link</c>, <c>model.too_large</c> or <c>model.styles</c>.</exception>
    public static IReadOnlyList<VoiceStyle> Read(string path, string? name = null)
    {
        var files = Directory.Exists(path) ? Directory.GetFiles(path).Where(f => Path.GetExtension(f) is ".bin" or ".npy").ToArray()
            : File.Exists(path) ? [path] : throw new ModelException("model.missing", $"There is no file or folder {path}: check the name.");
        var styles = files.Take(MostStyles + 1).SelectMany(file => ReadFile(file, Directory.Exists(path) ? file : name ?? file)).OrderBy(style => style.Name, StringComparer.Ordinal).ToList();
        if (styles.Count is 0 or > MostStyles || styles.DistinctBy(style => style.Name, StringComparer.OrdinalIgnoreCase).Count() != styles.Count)
        {
            throw Bad(path, $"it holds {styles.Count} styles, and must hold 1 to {MostStyles} of different names");
        }

        return styles.TrueForAll(style => style.Rows == styles[0].Rows)
            ? styles
            : throw Bad(path, "its styles have different numbers of rows");
    }

    private static List<VoiceStyle> ReadFile(string path, string name)
    {
        ModelStore.RequireNoLink(new FileInfo(path));
        if (new FileInfo(path).Length > LargestPack)
        {
            throw new ModelException("model.too_large", $"{Path.GetFileName(path)} has over {LargestPack >> 20} MB: give the voice pack only.");
        }

        var bytes = File.ReadAllBytes(path);
        return bytes.AsSpan().StartsWith("PK"u8) ? ReadArchive(path, bytes) : [ReadStyle(path, Path.GetFileNameWithoutExtension(name), bytes)];
    }

    private static List<VoiceStyle> ReadArchive(string path, byte[] bytes)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
            var styles = new List<VoiceStyle>();
            foreach (var entry in archive.Entries.Take(MostStyles + 1))
            {
                // The size that the archive tells may be a lie.
                using var content = entry.Open();
                var buffer = new byte[(int)Math.Min(Math.Max(entry.Length, 0), LargestStyle) + 1];
                var length = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
                if (length == buffer.Length)
                {
                    throw new ModelException("model.too_large", $"{entry.Name} in {Path.GetFileName(path)} is larger than a style can be.");
                }

                styles.Add(ReadStyle(path, Path.GetFileNameWithoutExtension(entry.Name), buffer[..length]));
            }

            return styles;
        }
        catch (InvalidDataException e)
        {
            throw Bad(path, "it is a damaged archive", e);
        }
    }

    private static VoiceStyle ReadStyle(string path, string name, byte[] bytes)
    {
        if (!Name().IsMatch(name))
        {
            throw Bad(path, $"a style is called '{name}', and may have letters, digits, hyphens and underscores only");
        }

        return VoiceStyle.Read(name, IsNumPy(bytes) ? Values(path, bytes) : bytes);
    }

    private static bool IsNumPy(byte[] bytes) => bytes.Length > 10 && bytes[0] == 0x93 && bytes.AsSpan(1).StartsWith("NUMPY"u8);

    /// <summary>The numbers of a .npy file (numpy.lib.format, versions 1 to 3): little-endian 32-bit floats in C order, rows of 256.</summary>
    private static byte[] Values(string path, byte[] bytes)
    {
        var wide = bytes[6] > 1 && bytes.Length > 12;
        var start = wide ? 12 : 10;
        var length = wide ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)) : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        if (start + length > bytes.Length)
        {
            throw Bad(path, "a style is cut short");
        }

        var header = Encoding.Latin1.GetString(bytes, start, (int)length);
        if (!header.Contains("'<f4'", StringComparison.Ordinal) || header.Contains("'fortran_order': True", StringComparison.Ordinal)
            || Shape().Match(header) is not { Success: true } shape || shape.Groups["width"].Value != $"{VoiceStyle.Width}")
        {
            throw Bad(path, $"a style is {header.Trim()}, and must be '<f4' in rows of {VoiceStyle.Width}");
        }

        return bytes[(start + (int)length)..];
    }

    private static ModelException Bad(string path, string why, Exception? inner = null) =>
        new("model.styles", $"The voice pack {Path.GetFileName(path)} cannot be used: {why}.", inner);

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,60}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"'shape': *\((?:[0-9]+, *)*(?<width>[0-9]+),?\)")]
    private static partial Regex Shape();
}

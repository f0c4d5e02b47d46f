using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Ruying.Pipeline.Models;
using Ruying.Tests.Media;

namespace Ruying.Tests.Speech.Neural;

/// <summary>A model store with files of voices beside it, for one test.</summary>
internal sealed class VoiceStore : IDisposable
{
    private readonly TempFolder _work = new();

    public VoiceStore() => Store = new ModelStore(_work.File("store"), Models.Sessions, TimeProvider.System);

    public TestModels Models { get; } = new();

    public ModelStore Store { get; }

    public string File(string name) => _work.File(name);

    public string Write(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>A style whose rows begin with <c>0.1 + row / 1000</c>.</summary>
    public static byte[] Style(int rows)
    {
        var values = new float[rows * 256];
        for (var row = 0; row < rows; row++)
        {
            values[row * 256] = 0.1f + (row / 1000f);
        }

        return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    /// <summary>A NumPy file.</summary>
    public static byte[] NumPy(byte[] values, string shape, string type = "<f4")
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({shape}), }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. values];
    }

    /// <summary>A NumPy archive.</summary>
    public static byte[] Archive(params (string Name, byte[] Bytes)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    public void Dispose()
    {
        Models.Dispose();
        _work.Dispose();
    }
}

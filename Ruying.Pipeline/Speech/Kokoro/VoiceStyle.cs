using System.Runtime.InteropServices;

namespace Ruying.Pipeline.Speech.Kokoro;

/// <summary>How a voice sounds: a row for each length of a text.</summary>
/// <param name="Name">Letters, digits, hyphens and underscores.</param>
/// <param name="Values">Rows of <see cref="Width"/>; at least one.</param>
internal sealed record VoiceStyle(string Name, float[] Values)
{
    /// <summary>Numbers of a row.</summary>
    public const int Width = 256;

    /// <summary>Rows of a Kokoro style: one for each number of symbols from 1 on.</summary>
    public const int KokoroRows = 510;

    public int Rows => Values.Length / Width;

    /// <summary>The file beside the model.</summary>
    public string FileName => NameOf(Name);

    public static string NameOf(string style) => $"style-{style}.f32";

    /// <summary>A row; of those beyond the last, the last.</summary>
    public float[] Row(int row)
    {
        var at = Math.Clamp(row, 0, Rows - 1) * Width;
        return Values[at..(at + Width)];
    }

    /// <summary>As raw 32-bit floats.</summary>
    public byte[] Write() => MemoryMarshal.AsBytes(Values.AsSpan()).ToArray();

    /// <exception cref="ModelException"><c>model.styles</c>: not rows of finite floats.</exception>
    public static VoiceStyle Read(string name, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0 || bytes.Length % (Width * sizeof(float)) != 0)
        {
            throw new ModelException("model.styles", $"The style {name} has {bytes.Length} bytes, and must have rows of {Width} 32-bit floats ([{KokoroRows},1,{Width}] of Kokoro).");
        }

        var values = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        return Array.TrueForAll(values, float.IsFinite)
            ? new VoiceStyle(name, values)
            : throw new ModelException("model.styles", $"The style {name} holds what are no 32-bit floats.");
    }
}

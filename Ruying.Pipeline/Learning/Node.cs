namespace Ruying.Pipeline.Learning;

/// <summary>A value in a network's graph.</summary>
/// <param name="Name">The ONNX value's name.</param>
/// <param name="Batch">Pictures.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Learns">Whether a parameter lies behind it, so that its gradient is wanted.</param>
public readonly record struct Node(string Name, int Batch, int Channels, int Height, int Width, bool Learns)
{
    /// <summary>Numbers it holds.</summary>
    public long Size => (long)Batch * Channels * Height * Width;
}

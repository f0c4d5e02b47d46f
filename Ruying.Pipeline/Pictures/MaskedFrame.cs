using OpenCvSharp;

namespace Ruying.Pipeline.Pictures;

/// <summary>What the network saw of a base frame and what it said.</summary>
/// <param name="Small">What it saw, <c>CV_8UC3</c>.</param>
/// <param name="Mask">What it said, as many numbers as that has pixels, 0 to 1.</param>
internal sealed record MaskedFrame(Mat Small, float[] Mask) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Small.Dispose();
}

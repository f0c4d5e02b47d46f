using OpenCvSharp;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Pictures;

/// <summary>A base frame, what the network saw of it and what it said.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Small">What the network saw, <c>CV_8UC3</c>.</param>
/// <param name="Mask">What it said, as many numbers as that has pixels, 0 to 1.</param>
internal sealed record MaskedFrame(VideoFrame Frame, Mat Small, float[] Mask) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Frame.Dispose();
        Small.Dispose();
    }
}

using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Pictures;

/// <summary>How opaque the person is in each pixel of the base frames that a video uses, in the part that it shows: kept as the luma of a small video, which is played beside the footage.</summary>
/// <remarks>
/// It is found on the footage, not on the rendered frames: the mouth is painted within the face, which is opaque whatever it says,
/// so that a frame's matte is that of every frame rendered on it.
/// </remarks>
internal static class Matte
{
    /// <summary>Its name in the work folder.</summary>
    public const string FileName = "cutout.mp4";

    /// <summary>The luma of nothing, and how much more that of the opaque person is: limited range.</summary>
    public const float Black = 16, Range = 219;

    // What the encoder makes of the ends is brought back to them.
    private const int Slack = 5, Least = (int)Black + Slack, Most = (int)(Black + Range) - Slack;

    private static readonly byte[] Opacities = [.. Enumerable.Range(0, 256).Select(luma => (byte)Math.Round((Math.Clamp(luma, Least, Most) - Least) * 255.0 / (Most - Least)))];

    /// <summary>How it is encoded: quick to play in both directions, nearly lossless.</summary>
    public static VideoWriterOptions Encoding { get; } = new() { Crf = 10, Keyint = VideoReader.BaseGop, BFrames = false };

    /// <summary>The base frames that a video uses, ascending, each once: frames of the matte in their order.</summary>
    /// <param name="frames">Base frame of each output frame.</param>
    public static int[] Used(IEnumerable<int> frames) => [.. frames.Distinct().Order()];

    /// <summary>Frame of the matte of each output frame.</summary>
    /// <param name="frames">Base frame of each output frame.</param>
    public static int[] Places(IReadOnlyList<int> frames)
    {
        var used = Used(frames);
        return [.. frames.Select(frame => Array.BinarySearch(used, frame))];
    }

    /// <summary>What is written of an opacity, 0 to 1.</summary>
    public static byte Luma(float opacity) => (byte)(Black + (opacity * Range) + 0.5f);

    /// <summary>Opacities of what was read, 0 to 255, in place.</summary>
    public static void ToOpacity(Span<byte> luma)
    {
        foreach (ref var value in luma)
        {
            value = Opacities[value];
        }
    }
}

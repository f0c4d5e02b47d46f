using Ruying.Pipeline.Media;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Pictures;

/// <summary>Which part of the footage a video shows, and how large it is shown; one for the whole video, so that the picture stands still.</summary>
/// <param name="Crop">The part, in pixels of the footage.</param>
/// <param name="Width">The video's pixels, even.</param>
/// <param name="Height">The video's pixels, even.</param>
public sealed record Framing(FrameRegion Crop, int Width, int Height)
{
    // Of the picture's height: where the middle of the face is to be.
    private const double FaceHeight = 1.0 / 3;

    // No lower than here for the sake of headroom: where the head is higher than the picture, the face counts.
    private const double LowestFace = 0.55;

    // Canonical, outer-eye distances: the face's middle, and how far the head with its hair reaches from it sideways and up.
    private const double FaceMiddle = 0.35;
    private const double HeadReach = 1.1;
    private const double HeadTop = 1.5;

    /// <summary>Chooses the largest part of the wanted shape: the middle of the face's places is its middle, and stands at a third of its height where the footage reaches so far.</summary>
    /// <param name="width">The footage's pixels, even.</param>
    /// <param name="height">The footage's pixels, even.</param>
    /// <param name="frames">Where the face is in the footage's frames.</param>
    /// <param name="aspect">The wanted shape.</param>
    /// <param name="resolution">Pixels of the shorter side; null leaves the size as it is.</param>
    /// <param name="most">Pixels of the shorter side that must not be exceeded; null for no bound.</param>
    public static Framing Of(int width, int height, IReadOnlyList<BaseFrame> frames, Aspect aspect, int? resolution, int? most = null)
    {
        var crop = Part(width, height, frames, aspect);
        var shorter = Math.Min(crop.Width, crop.Height);
        var side = Math.Min(resolution ?? shorter, most ?? int.MaxValue);
        var factor = (double)side / shorter;
        return new Framing(crop, Even(crop.Width * factor), Even(crop.Height * factor));
    }

    /// <summary>All of the footage as it is.</summary>
    public static Framing Whole(int width, int height) => new(new FrameRegion(0, 0, width, height), width, height);

    /// <summary>Whether frames are shown as they are.</summary>
    public bool IsWhole(int width, int height) => this == Whole(width, height);

    private static FrameRegion Part(int width, int height, IReadOnlyList<BaseFrame> frames, Aspect aspect)
    {
        if (Ratio(aspect) is not { } ratio)
        {
            return new FrameRegion(0, 0, width, height);
        }

        var (w, h) = width > height * ratio ? (Math.Min(Even(height * ratio), width), height) : (width, Math.Min(Even(width / ratio), height));
        var seen = frames.Where(frame => frame.Usable).DefaultIfEmpty(frames[0]).Select(frame => (At: frame.ToPicture.Apply(0, FaceMiddle), frame.ToPicture.Scale)).ToList();
        var left = seen.Min(f => f.At.X - (f.Scale * HeadReach));
        var right = seen.Max(f => f.At.X + (f.Scale * HeadReach));
        var top = seen.Min(f => f.At.Y - (f.Scale * HeadTop));

        // Headroom counts more than the third.
        var x = ((left + right) / 2) - (w / 2.0);
        var middle = seen.Average(f => f.At.Y);
        var y = Math.Min(middle - (h * FaceHeight), Math.Max(top, middle - (h * LowestFace)));
        return new FrameRegion(Within(x, width - w), Within(y, height - h), w, h);
    }

    private static double? Ratio(Aspect aspect) => aspect switch
    {
        Aspect.Wide => 16 / 9.0,
        Aspect.Upright => 9 / 16.0,
        Aspect.Square => 1,
        Aspect.Portrait => 4 / 5.0,
        _ => null,
    };

    private static int Within(double at, int most) => Math.Clamp((int)Math.Round(at), 0, most) & ~1;

    private static int Even(double pixels) => Math.Max(2, 2 * (int)Math.Round(pixels / 2));
}

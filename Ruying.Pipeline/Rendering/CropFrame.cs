using System.Text.Json.Serialization;
using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Rendering;

/// <summary>The square around the mouth in which it is remembered and rendered, fixed in the person's canonical coordinates.</summary>
/// <param name="Side">Pixels of a side: 128, 192, 256 or 320.</param>
/// <param name="Left">Canonical x of the left edge.</param>
/// <param name="Top">Canonical y of the upper edge.</param>
public sealed record CropFrame(int Side, double Left, double Top)
{
    /// <summary>Side in outer-eye distances: lower face with a margin.</summary>
    public const double Extent = 1.7;

    /// <summary>How much of the side lies above the middle of the lips.</summary>
    private const double AboveMouth = 0.45;

    private static readonly int[] Sides = [128, 192, 256, 320];

    /// <summary>Pixels for one outer-eye distance.</summary>
    [JsonIgnore]
    public double Scale => Side / Extent;

    /// <summary>From canonical coordinates to crop pixels.</summary>
    [JsonIgnore]
    public Similarity FromCanonical => new(Scale, 0, -Left * Scale, -Top * Scale);

    /// <summary>Chooses a crop for a person: centred on the mouth, as fine as the footage is.</summary>
    /// <param name="track">The person.</param>
    /// <param name="usable">Which frames count, at least one.</param>
    public static CropFrame For(CanonicalTrack track, ReadOnlySpan<bool> usable)
    {
        var middles = new List<float>();
        var scales = new List<double>();
        for (var i = 0; i < track.Frames; i++)
        {
            if (usable[i])
            {
                double sum = 0;
                for (var k = 0; k < FacePoints.LipCount; k++)
                {
                    sum += track.Shapes[i][(k * 2) + 1];
                }

                middles.Add((float)(sum / FacePoints.LipCount));
                scales.Add(track.ToPicture[i].Scale);
            }
        }

        var native = Numerics.Smoothing.Percentile(scales, 0.5) * Extent;
        var side = Array.Find(Sides, s => s >= native * 0.9);
        var middle = Numerics.Smoothing.Median([.. middles]);
        return new CropFrame(side == 0 ? Sides[^1] : side, -Extent / 2, middle - (AboveMouth * Extent));
    }

    /// <summary>From crop pixels to a frame's pixels.</summary>
    /// <param name="toPicture">The frame's canonical-to-picture transform.</param>
    public Similarity ToPicture(Similarity toPicture) => toPicture.After(FromCanonical.Inverse);

    /// <summary>The face above a jaw line, up to the crop's upper edge, as a polygon in crop pixels.</summary>
    /// <param name="jaw">The jaw line, canonical, x and y interleaved.</param>
    public (float X, float Y)[] FaceOutline(ReadOnlySpan<float> jaw)
    {
        var points = Map(jaw);
        return [(points[0], 0), .. Enumerable.Range(0, points.Length / 2).Select(k => (points[k * 2], points[(k * 2) + 1])), (points[^2], 0)];
    }

    /// <summary>Canonical points as crop pixels, x and y interleaved.</summary>
    public float[] Map(ReadOnlySpan<float> shape)
    {
        var result = new float[shape.Length];
        for (var k = 0; k < shape.Length; k += 2)
        {
            result[k] = (float)((shape[k] - Left) * Scale);
            result[k + 1] = (float)((shape[k + 1] - Top) * Scale);
        }

        return result;
    }
}

using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Rendering.Generators;

/// <summary>
/// The box of the face on each base frame, as a face detector gives it to a generator: forehead to chin, temple to temple, padded,
/// averaged over five frames. It comes from the points that the avatar keeps; no face is looked for. Safe to share between threads.
/// </summary>
/// <param name="frames">The base frames.</param>
/// <param name="template">The person's stable points, canonical, 40 numbers: the forehead's top and both temples are among them.</param>
/// <param name="padding">Shares added at top, bottom, left, right.</param>
public sealed class FaceBoxes(IReadOnlyList<BaseFrame> frames, float[] template, IReadOnlyList<double> padding)
{
    /// <summary>Frames on each side that a box is averaged with.</summary>
    private const int Around = 2;

    private const double SmallestSide = 8;

    /// <summary>The box of a base frame, cut to the picture; null when hardly any of the face is in it.</summary>
    /// <param name="index">Position in the footage.</param>
    /// <param name="width">Pixels of the picture.</param>
    /// <param name="height">Pixels of the picture.</param>
    public FaceBox? Find(int index, int width, int height)
    {
        double left = 0, top = 0, right = 0, bottom = 0;
        var first = Math.Max(0, index - Around);
        var last = Math.Min(frames.Count - 1, index + Around);
        for (var i = first; i <= last; i++)
        {
            var box = Tight(frames[i]);
            var share = 1.0 / (last - first + 1);
            left += share * (box.Left - (padding[2] * box.Width));
            top += share * (box.Top - (padding[0] * box.Height));
            right += share * (box.Right + (padding[3] * box.Width));
            bottom += share * (box.Bottom + (padding[1] * box.Height));
        }

        var cut = new FaceBox(Math.Max(0, left), Math.Max(0, top), Math.Min(width, right), Math.Min(height, bottom));
        return cut.Width >= SmallestSide && cut.Height >= SmallestSide ? cut : null;
    }

    private FaceBox Tight(BaseFrame frame)
    {
        double left = double.MaxValue, top = double.MaxValue, right = double.MinValue, bottom = double.MinValue;
        void Take(ReadOnlySpan<float> points, Similarity toPicture)
        {
            for (var k = 0; k < points.Length; k += 2)
            {
                var (x, y) = toPicture.Apply(points[k], points[k + 1]);
                (left, right) = (Math.Min(left, x), Math.Max(right, x));
                (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
            }
        }

        Take(template, frame.ToPicture);
        Take(frame.Jaw.Values, frame.ToPicture);
        return new FaceBox(left, top, right, bottom);
    }
}

using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Faces;

/// <summary>
/// A track in the person's own coordinates: origin between the outer eye corners, their distance 1, x to the picture's right, y down.
/// The transform of each frame comes from stable points only, so that the mouth's movement stays in the points and the head's in the transform.
/// </summary>
public sealed class CanonicalTrack
{
    /// <summary>Lips and jaw: <see cref="FacePoints.LipCount"/> + 13.</summary>
    public const int ShapePoints = 53;

    private const int StableCount = 20;

    private CanonicalTrack(float[] template, Similarity[] toPicture, float[][] shapes, (double X, double Y)[] noseBase, bool[] present)
    {
        Template = template;
        ToPicture = toPicture;
        Shapes = shapes;
        NoseBase = noseBase;
        Present = present;
    }

    /// <summary>The person's stable points, x and y interleaved, 40 numbers.</summary>
    public float[] Template { get; }

    /// <summary>Frames.</summary>
    public int Frames => ToPicture.Length;

    /// <summary>From canonical to picture, smoothed over time without lag, bridged over gaps.</summary>
    public Similarity[] ToPicture { get; }

    /// <summary>Lips (40) and jaw (13) of each frame, x and y interleaved; bridged over gaps.</summary>
    public float[][] Shapes { get; }

    /// <summary>Mean of the points under the nose, smoothed.</summary>
    public (double X, double Y)[] NoseBase { get; }

    /// <summary>Whether the frame itself shows the face.</summary>
    public bool[] Present { get; }

    /// <summary>Computes the person's template and every frame's place in it.</summary>
    /// <param name="track">At least one frame with a face.</param>
    /// <param name="template">A known person's template; null makes it from this track.</param>
    /// <param name="templateFrames">How many of the first frames the template is made from; null takes all.</param>
    /// <exception cref="FootageException"><c>face.none</c>.</exception>
    public static CanonicalTrack From(FaceTrack track, float[]? template = null, int? templateFrames = null)
    {
        var present = new bool[track.Frames];
        for (var i = 0; i < present.Length; i++)
        {
            present[i] = track.HasFace(i);
        }

        if (!present.Contains(true))
        {
            throw new FootageException("face.none", "No face was found in the footage: film one person facing the camera, well lit.");
        }

        template ??= MakeTemplate(track, present, templateFrames ?? track.Frames);
        var toPicture = Transforms(track, present, template);
        var shapes = new float[track.Frames][];
        var nose = new (double X, double Y)[track.Frames];
        for (var i = 0; i < track.Frames; i++)
        {
            if (!present[i])
            {
                continue;
            }

            var inverse = toPicture[i].Inverse;
            var points = track.Points(i);
            shapes[i] = new float[ShapePoints * 2];
            for (var k = 0; k < ShapePoints; k++)
            {
                var (x, y) = inverse.Apply(points[(FaceTrack.Lips + k) * 2], points[((FaceTrack.Lips + k) * 2) + 1]);
                shapes[i][k * 2] = (float)x;
                shapes[i][(k * 2) + 1] = (float)y;
            }

            for (var k = FaceTrack.NoseBase; k < FaceTrack.Lids; k++)
            {
                var (x, y) = inverse.Apply(points[k * 2], points[(k * 2) + 1]);
                nose[i].X += x / 4;
                nose[i].Y += y / 4;
            }
        }

        Bridge(shapes, present);
        var noseX = Smoothing.Gaussian(Smoothing.Bridge([.. nose.Select(n => n.X)], present), 2);
        var noseY = Smoothing.Gaussian(Smoothing.Bridge([.. nose.Select(n => n.Y)], present), 2);
        return new CanonicalTrack(template, toPicture, shapes, [.. noseX.Zip(noseY)], present);
    }

    private static float[] MakeTemplate(FaceTrack track, bool[] present, int limit)
    {
        // An iterated median; a few hundred frames say all there is to say.
        var frames = Enumerable.Range(0, Math.Min(limit, track.Frames)).Where(i => present[i]).ToArray();
        if (frames.Length == 0)
        {
            frames = [Array.IndexOf(present, true)];
        }

        var step = Math.Max(1, frames.Length / 400);
        var sample = frames.Where((_, i) => i % step == 0).ToArray();
        var median = track.Points(sample[0])[..(StableCount * 2)].ToArray();
        var aligned = new float[sample.Length][];
        for (var round = 0; round < 3; round++)
        {
            for (var s = 0; s < sample.Length; s++)
            {
                var points = track.Points(sample[s])[..(StableCount * 2)];
                var fit = Similarity.Fit(points, median);
                aligned[s] = new float[StableCount * 2];
                for (var k = 0; k < StableCount; k++)
                {
                    var (x, y) = fit.Apply(points[k * 2], points[(k * 2) + 1]);
                    aligned[s][k * 2] = (float)x;
                    aligned[s][(k * 2) + 1] = (float)y;
                }
            }

            for (var k = 0; k < StableCount * 2; k++)
            {
                median[k] = Smoothing.Median([.. aligned.Select(a => a[k])]);
            }

            // Eye corners to (-0.5, 0) and (0.5, 0): the first and fourth stable points.
            var toUnit = Similarity.Fit([median[0], median[1], median[6], median[7]], [-0.5f, 0, 0.5f, 0]);
            for (var k = 0; k < StableCount; k++)
            {
                var (x, y) = toUnit.Apply(median[k * 2], median[(k * 2) + 1]);
                median[k * 2] = (float)x;
                median[(k * 2) + 1] = (float)y;
            }
        }

        return median;
    }

    private static Similarity[] Transforms(FaceTrack track, bool[] present, float[] template)
    {
        var parameters = new double[4][];
        for (var p = 0; p < 4; p++)
        {
            parameters[p] = new double[track.Frames];
        }

        for (var i = 0; i < track.Frames; i++)
        {
            if (!present[i])
            {
                continue;
            }

            var fit = Similarity.Fit(template, track.Points(i)[..(StableCount * 2)]);
            (parameters[0][i], parameters[1][i], parameters[2][i], parameters[3][i]) = (fit.A, fit.B, fit.X, fit.Y);
        }

        for (var p = 0; p < 4; p++)
        {
            parameters[p] = Smoothing.Gaussian(Smoothing.Bridge(parameters[p], present), 1);
        }

        return [.. Enumerable.Range(0, track.Frames).Select(i => new Similarity(parameters[0][i], parameters[1][i], parameters[2][i], parameters[3][i]))];
    }

    private static void Bridge(float[][] shapes, bool[] present)
    {
        for (var k = 0; k < ShapePoints * 2; k++)
        {
            var bridged = Smoothing.Bridge([.. shapes.Select(s => s is null ? 0.0 : s[k])], present);
            for (var i = 0; i < shapes.Length; i++)
            {
                (shapes[i] ??= new float[ShapePoints * 2])[k] = (float)bridged[i];
            }
        }
    }
}

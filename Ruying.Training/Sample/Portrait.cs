using OpenCvSharp;
using Ruying.Pipeline;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Models;

namespace Ruying.Training.Sample;

/// <summary>A still picture of a person, cut to head and shoulders and enlarged, with the points of the face.</summary>
internal sealed class Portrait : IDisposable
{
    /// <summary>Side of the video, pixels.</summary>
    public const int Side = 768;

    /// <summary>The canvas is larger than the video by this on every side, so that no warp shows an edge.</summary>
    public const int Margin = 48;

    /// <summary>Side of the canvas, pixels.</summary>
    public const int Canvas = Side + (2 * Margin);

    private Portrait(Mat image, FaceLandmarks face) => (Image, Face) = (image, face);

    /// <summary>The canvas, CV_32FC3, RGB, 0 to 255.</summary>
    public Mat Image { get; }

    /// <summary>The face in canvas pixels.</summary>
    public FaceLandmarks Face { get; }

    /// <summary>Reads a portrait of one person who looks at the camera.</summary>
    public static Portrait Load(string path, OnnxSessions sessions)
    {
        using var bgr = Cv2.ImRead(path, ImreadModes.Color);
        if (bgr.Empty())
        {
            throw new FootageException("file.not_a_picture", $"{path} is no picture that can be read: give a PNG or a JPEG.");
        }

        using var rgb = new Mat();
        Cv2.CvtColor(bgr, rgb, ColorConversionCodes.BGR2RGB);
        using var detector = new FaceDetector(sessions);
        using var mesh = new FaceMesh(sessions);
        var found = detector.Detect(rgb, thorough: true);
        if (found.Count == 0)
        {
            throw new FootageException("face.none", $"{path} shows no face: choose a portrait that looks at the camera.");
        }

        var rough = mesh.Find(rgb, found[0].Region);
        var image = Enlarge(rgb, rough);
        using var picture = new Mat();
        image.ConvertTo(picture, MatType.CV_8UC3);
        var region = detector.Detect(picture, thorough: true)[0].Region;
        return new Portrait(image, Steady(mesh, picture, mesh.Find(picture, region).Region()));
    }

    /// <inheritdoc/>
    public void Dispose() => Image.Dispose();

    private static Mat Enlarge(Mat rgb, FaceLandmarks face)
    {
        // Hair above and the collar below: a square of about four distances between the outer eye corners.
        var (ax, ay) = face.Point(FacePoints.RightEyeOuter);
        var (bx, by) = face.Point(FacePoints.LeftEyeOuter);
        var side = Math.Min(face.EyeDistance * 3.95f, Math.Min(rgb.Width, rgb.Height));
        var left = ((ax + bx) / 2) - (side * 0.5f);
        var top = Math.Max(0, ((ay + by) / 2) - (side * 0.40f));
        var scale = Side / side;
        using var clean = new Mat();
        Cv2.FastNlMeansDenoisingColored(rgb, clean, 2, 1.5f, 5, 15);
        using var soft = new Mat();
        clean.ConvertTo(soft, MatType.CV_32FC3);
        using var affine = new Mat(2, 3, MatType.CV_64FC1);
        // Pixel centres: canvas x = (x + 0.5 - left) * scale - 0.5 + margin.
        affine.SetArray(new double[]
        {
            scale, 0, ((0.5 - left) * scale) - 0.5 + Margin,
            0, scale, ((0.5 - top) * scale) - 0.5 + Margin,
        });
        var large = new Mat();
        Cv2.WarpAffine(soft, large, affine, new Size(Canvas, Canvas), InterpolationFlags.Lanczos4, BorderTypes.Reflect101);
        using var blurred = new Mat();
        Cv2.GaussianBlur(large, blurred, new Size(0, 0), scale * 0.6);
        Cv2.AddWeighted(large, 1.7, blurred, -0.7, 0, large);
        Cv2.Min(large, new Scalar(255, 255, 255), large);
        Cv2.Max(large, new Scalar(0, 0, 0), large);
        return large;
    }

    private static FaceLandmarks Steady(FaceMesh mesh, Mat picture, FaceRegion region)
    {
        // One look is right to a pixel or two of its 192; the mean of many slightly shifted ones is finer.
        float[]? points = null, lips = null;
        var looks = 0;
        var presence = 0f;
        for (var shift = -3; shift <= 3; shift++)
        {
            for (var size = -2; size <= 2; size++)
            {
                var look = mesh.Find(picture, region with
                {
                    X = region.X + (shift * region.Side * 0.006f),
                    Y = region.Y + (((shift * 2 % 7) - 1) * region.Side * 0.004f),
                    Side = region.Side * (1 + (size * 0.03f)),
                });
                points = Sum(points, look.Mesh);
                lips = Sum(lips, look.Lips);
                presence += look.Presence;
                looks++;
            }
        }

        return new FaceLandmarks(presence / looks, [.. points!.Select(v => v / looks)], [.. lips!.Select(v => v / looks)]);
    }

    private static float[] Sum(float[]? sum, float[] values) => sum is null ? [.. values] : [.. sum.Zip(values, (a, b) => a + b)];
}

using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Faces;

/// <summary>
/// Whether two pictures show the same person: MobileFaceNet (Chen et al. 2018, arXiv:1804.07573) on an aligned face of 112 px.
/// Not thread-safe: one for each clip.
/// </summary>
public sealed class FaceIdentity : IDisposable
{
    private const int Side = 112;

    // The five points that the network was trained with: eyes, nose tip, mouth corners (ArcFace's reference template).
    private static readonly float[] Template = [38.2946f, 51.6963f, 73.5318f, 51.5014f, 56.0252f, 71.7366f, 41.5493f, 92.3655f, 70.7299f, 92.2041f];

    private readonly InferenceSession _session;
    private readonly float[] _input = new float[Side * Side * 3];
    private readonly OrtValue _inputValue;
    private readonly Mat _crop = new(Side, Side, MatType.CV_8UC3);
    private readonly RunOptions _run = new();

    /// <summary>Uses the shared session of the model <c>face-identity</c>.</summary>
    /// <param name="sessions">The process's networks.</param>
    public FaceIdentity(OnnxSessions sessions)
    {
        _session = sessions.Get("face-identity");
        _inputValue = OrtValue.CreateTensorValueFromMemory(_input, [1, Side, Side, 3]);
    }

    /// <summary>The face's embedding, 192 numbers of length 1.</summary>
    /// <param name="rgb"><c>CV_8UC3</c>, RGB.</param>
    /// <param name="face">The face's points in that picture.</param>
    public float[] Embed(Mat rgb, FaceLandmarks face)
    {
        Span<float> points = stackalloc float[10];
        Mean(face.Point(FacePoints.RightEyeOuter), face.Point(133), points);
        Mean(face.Point(FacePoints.LeftEyeOuter), face.Point(362), points[2..]);
        (points[4], points[5]) = face.Point(1);
        (points[6], points[7]) = (face.Lips[0], face.Lips[1]);
        (points[8], points[9]) = (face.Lips[20], face.Lips[21]);
        return Embed(rgb, points);
    }

    /// <summary>The embedding of a face that was tracked before.</summary>
    /// <param name="rgb"><c>CV_8UC3</c>, RGB.</param>
    /// <param name="track">The person's track.</param>
    /// <param name="frame">The picture's frame in it; it shows the face.</param>
    public float[] Embed(Mat rgb, FaceTrack track, int frame)
    {
        var tracked = track.Points(frame);
        Span<float> points = stackalloc float[10];
        Mean(Point(tracked, 0), Point(tracked, 1), points);
        Mean(Point(tracked, 3), Point(tracked, 2), points[2..]);
        (points[4], points[5]) = Point(tracked, FaceTrack.NoseTip);
        (points[6], points[7]) = Point(tracked, FaceTrack.Lips);
        (points[8], points[9]) = Point(tracked, FaceTrack.Lips + 10);
        return Embed(rgb, points);
    }

    private float[] Embed(Mat rgb, ReadOnlySpan<float> points)
    {
        var similarity = Similarity.Fit(points, Template);
        using var matrix = similarity.ToMat();
        Cv2.WarpAffine(rgb, _crop, matrix, new Size(Side, Side), InterpolationFlags.Linear, BorderTypes.Replicate);
        _crop.GetArray(out Vec3b[] pixels);
        for (var i = 0; i < pixels.Length; i++)
        {
            _input[i * 3] = pixels[i].Item0;
            _input[(i * 3) + 1] = pixels[i].Item1;
            _input[(i * 3) + 2] = pixels[i].Item2;
        }

        using var outputs = _session.Run(_run, ["img_inputs"], [_inputValue], ["embeddings"]);
        var embedding = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        var norm = MathF.Sqrt(embedding.Sum(v => v * v)) + 1e-9f;
        return [.. embedding.Select(v => v / norm)];
    }

    /// <summary>Cosine of two embeddings, -1 to 1.</summary>
    public static float Likeness(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputValue.Dispose();
        _crop.Dispose();
        _run.Dispose();
    }

    private static (float X, float Y) Point(ReadOnlySpan<float> tracked, int point) => (tracked[point * 2], tracked[(point * 2) + 1]);

    private static void Mean((float X, float Y) a, (float X, float Y) b, Span<float> point)
    {
        point[0] = (a.X + b.X) / 2;
        point[1] = (a.Y + b.Y) / 2;
    }
}

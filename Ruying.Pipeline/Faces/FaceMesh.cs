using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Faces;

/// <summary>Points of one face in pixels of the picture; x and y interleaved.</summary>
/// <param name="Presence">0 to 1: whether the region shows a face at all.</param>
/// <param name="Mesh">468 points, 936 numbers, MediaPipe's order.</param>
/// <param name="Lips">First 40 of the attention head's 80 lip points, 80 numbers: outer lower lip 0-10 from left to right in the picture,
/// outer upper 11-19, inner lower 20-30, inner upper 31-39.</param>
public sealed record FaceLandmarks(float Presence, float[] Mesh, float[] Lips)
{
    /// <summary>Distance of the outer eye corners, pixels.</summary>
    public float EyeDistance
    {
        get
        {
            var (ax, ay) = Point(FacePoints.RightEyeOuter);
            var (bx, by) = Point(FacePoints.LeftEyeOuter);
            return MathF.Sqrt(((ax - bx) * (ax - bx)) + ((ay - by) * (ay - by)));
        }
    }

    /// <summary>One point of the mesh.</summary>
    public (float X, float Y) Point(int index) => (Mesh[index * 2], Mesh[(index * 2) + 1]);

    /// <summary>The square to look at in the next frame: 1.5 times the mesh's extent, upright along the eyes.</summary>
    public FaceRegion Region()
    {
        var (ax, ay) = Point(FacePoints.RightEyeOuter);
        var (bx, by) = Point(FacePoints.LeftEyeOuter);
        var angle = MathF.Atan2(by - ay, bx - ax);
        var (sin, cos) = MathF.SinCos(-angle);
        float minX = float.MaxValue, minY = float.MaxValue, maxX = float.MinValue, maxY = float.MinValue;
        for (var i = 0; i < Mesh.Length; i += 2)
        {
            var x = (cos * Mesh[i]) - (sin * Mesh[i + 1]);
            var y = (sin * Mesh[i]) + (cos * Mesh[i + 1]);
            minX = Math.Min(minX, x);
            maxX = Math.Max(maxX, x);
            minY = Math.Min(minY, y);
            maxY = Math.Max(maxY, y);
        }

        var cx = (minX + maxX) / 2;
        var cy = (minY + maxY) / 2;
        return new FaceRegion((cos * cx) + (sin * cy), (-sin * cx) + (cos * cy), Math.Max(maxX - minX, maxY - minY) * 1.5f, angle);
    }
}

/// <summary>
/// The face mesh with attention (Grishchenko et al. 2020, arXiv:2006.10962) on one region of a picture.
/// Not thread-safe: one for each clip.
/// </summary>
public sealed class FaceMesh : IDisposable
{
    private const int Side = 192;

    /// <summary>How much further a look reaches where a first one could not be finished.</summary>
    private const float Wider = 1.25f;

    private static readonly string[] Outputs = ["conv_faceflag", "output_mesh_identity", "output_lips"];

    private readonly InferenceSession _session;
    private readonly float[] _input = new float[Side * Side * 3];
    private readonly OrtValue _inputValue;
    private readonly Mat _crop = new(Side, Side, MatType.CV_8UC3);
    private readonly Mat _reduced = new();
    private readonly RunOptions _run = new();

    /// <summary>Uses the shared session of the model <c>face-mesh</c>.</summary>
    /// <param name="sessions">The process's networks.</param>
    public FaceMesh(OnnxSessions sessions)
    {
        _session = sessions.Get("face-mesh");
        _inputValue = OrtValue.CreateTensorValueFromMemory(_input, [1, Side, Side, 3]);
    }

    /// <summary>Finds the points of the face in a region; look at <see cref="FaceLandmarks.Presence"/> before trusting them.</summary>
    /// <param name="rgb"><c>CV_8UC3</c>, RGB.</param>
    /// <param name="region">Where the face is.</param>
    public FaceLandmarks Find(Mat rgb, FaceRegion region) =>
        TryFind(rgb, region) ?? TryFind(rgb, region with { Side = region.Side * Wider }) ?? new FaceLandmarks(0, new float[936], new float[FacePoints.LipCount * 2]);

    /// <summary>Null where an eye or the mouth lies at the region's edge: the attention heads then look outside their map, and the network stops.</summary>
    private FaceLandmarks? TryFind(Mat rgb, FaceRegion region)
    {
        var scale = Side / region.Side;
        var picture = Reduce(rgb, scale, out var reduction);
        var toCrop = ToCrop(region, scale, reduction);
        using var matrix = toCrop.ToMat();
        Cv2.WarpAffine(picture, _crop, matrix, new Size(Side, Side), InterpolationFlags.Linear, BorderTypes.Replicate);
        _crop.GetArray(out Vec3b[] pixels);
        const float unit = 1 / 255f;
        for (var i = 0; i < pixels.Length; i++)
        {
            var pixel = pixels[i];
            _input[i * 3] = pixel.Item0 * unit;
            _input[(i * 3) + 1] = pixel.Item1 * unit;
            _input[(i * 3) + 2] = pixel.Item2 * unit;
        }

        IDisposableReadOnlyCollection<OrtValue> outputs;
        try
        {
            outputs = _session.Run(_run, ["input_1"], [_inputValue], Outputs);
        }
        catch (OnnxRuntimeException exception) when (exception.Message.Contains("invalid index", StringComparison.Ordinal))
        {
            return null;
        }

        using var disposing = outputs;
        var flag = outputs[0].GetTensorDataAsSpan<float>()[0];

        // A reduced pixel's centre lies between those it was made from.
        var between = (reduction - 1) / 2.0;
        var toPicture = new Similarity(reduction, 0, between, between).After(toCrop.Inverse);
        return new FaceLandmarks(
            1 / (1 + MathF.Exp(-flag)),
            ToPicture(outputs[1].GetTensorDataAsSpan<float>(), 468, 3, toPicture),
            ToPicture(outputs[2].GetTensorDataAsSpan<float>(), FacePoints.LipCount, 2, toPicture));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputValue.Dispose();
        _crop.Dispose();
        _reduced.Dispose();
        _run.Dispose();
    }

    private static float[] ToPicture(ReadOnlySpan<float> points, int count, int stride, Similarity toPicture)
    {
        var result = new float[count * 2];
        for (var i = 0; i < count; i++)
        {
            var (x, y) = toPicture.Apply(points[i * stride], points[(i * stride) + 1]);
            (result[i * 2], result[(i * 2) + 1]) = ((float)x, (float)y);
        }

        return result;
    }

    private static Similarity ToCrop(FaceRegion region, float scale, int reduction)
    {
        var (sin, cos) = MathF.SinCos(-region.Angle);
        var (a, b) = (cos * scale, sin * scale);
        return new Similarity(
            a * reduction, b * reduction, (Side / 2.0) - (a * region.X) + (b * region.Y), (Side / 2.0) - (b * region.X) - (a * region.Y));
    }

    private Mat Reduce(Mat rgb, float scale, out int reduction)
    {
        // Bilinear sampling of a face far larger than the network's 192 px would alias and the points would shiver.
        reduction = 1;
        while (scale * reduction < 0.5f)
        {
            reduction *= 2;
        }

        if (reduction == 1)
        {
            return rgb;
        }

        Cv2.Resize(rgb, _reduced, new Size(rgb.Width / reduction, rgb.Height / reduction), 0, 0, InterpolationFlags.Area);
        return _reduced;
    }
}

using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Faces;

/// <summary>
/// Finds faces: BlazeFace (Bazarevsky et al. 2019, arXiv:1907.05047). The near model looks at the whole picture at 128 px; where it
/// finds nothing, overlapping quarters of the picture are searched too, so that small faces are seen and measured.
/// Not thread-safe: one for each clip.
/// </summary>
public sealed class FaceDetector : IDisposable
{
    private const int Side = 128;
    private const int Anchors = 896;
    private const int Values = 17;
    private const float Threshold = 0.5f;
    private static readonly (float X, float Y)[] Centres = MakeCentres();

    private readonly InferenceSession _session;
    private readonly float[] _input = new float[Side * Side * 3];
    private readonly OrtValue _inputValue;
    private readonly Mat _small = new(Side, Side, MatType.CV_8UC3);
    private readonly RunOptions _run = new();

    /// <summary>Uses the shared session of the model <c>face-detection</c>.</summary>
    /// <param name="sessions">The process's networks.</param>
    public FaceDetector(OnnxSessions sessions)
    {
        _session = sessions.Get("face-detection");
        _inputValue = OrtValue.CreateTensorValueFromMemory(_input, [1, Side, Side, 3]);
    }

    /// <summary>Faces in the picture, the surest first, no two of them the same face.</summary>
    /// <param name="rgb"><c>CV_8UC3</c>, RGB.</param>
    /// <param name="thorough">Where nothing is found, search small parts too (half a second for 1080p): faces down to 1/40 of the height.</param>
    public IReadOnlyList<FaceDetection> Detect(Mat rgb, bool thorough = false)
    {
        var found = new List<FaceDetection>();
        Search(rgb, new Rect(0, 0, rgb.Width, rgb.Height), found);
        foreach (var parts in thorough ? new[] { 2, 5 } : [2])
        {
            if (found.Count > 0)
            {
                break;
            }

            foreach (var tile in Tiles(rgb.Width, rgb.Height, parts))
            {
                Search(rgb, tile, found);
            }
        }

        return Distinct(found);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputValue.Dispose();
        _small.Dispose();
        _run.Dispose();
    }

    private static IEnumerable<Rect> Tiles(int width, int height, int parts)
    {
        // Half overlapping squares.
        var side = Math.Min(width, height) / parts;
        var columns = Math.Max(1, (int)Math.Ceiling((width - side) / (side / 2.0))) + 1;
        var rows = Math.Max(1, (int)Math.Ceiling((height - side) / (side / 2.0))) + 1;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                yield return new Rect((width - side) * column / Math.Max(1, columns - 1), (height - side) * row / Math.Max(1, rows - 1), side, side);
            }
        }
    }

    private static List<FaceDetection> Distinct(List<FaceDetection> found)
    {
        var kept = new List<FaceDetection>();
        foreach (var face in found.OrderByDescending(f => f.Score))
        {
            if (kept.All(k => k.Overlap(face) < 0.3f))
            {
                kept.Add(face);
            }
        }

        return kept;
    }

    private static (float X, float Y)[] MakeCentres()
    {
        var centres = new List<(float, float)>(Anchors);
        foreach (var (grid, repeats) in new[] { (16, 2), (8, 6) })
        {
            for (var i = 0; i < grid * grid * repeats; i++)
            {
                var cell = i / repeats;
                centres.Add((((cell % grid) + 0.5f) / grid, ((cell / grid) + 0.5f) / grid));
            }
        }

        return [.. centres];
    }

    private void Search(Mat rgb, Rect area, List<FaceDetection> found)
    {
        var longer = Math.Max(area.Width, area.Height);
        var scale = (float)Side / longer;
        using (var part = new Mat(rgb, area))
        using (var resized = new Mat())
        {
            Cv2.Resize(part, resized, new Size(Math.Max(1, (int)(area.Width * scale)), Math.Max(1, (int)(area.Height * scale))), 0, 0, InterpolationFlags.Area);
            var left = (Side - resized.Width) / 2;
            var top = (Side - resized.Height) / 2;
            Cv2.CopyMakeBorder(resized, _small, top, Side - resized.Height - top, left, Side - resized.Width - left, BorderTypes.Constant, Scalar.Black);
        }

        _small.GetArray(out Vec3b[] pixels);
        for (var i = 0; i < pixels.Length; i++)
        {
            _input[i * 3] = (pixels[i].Item0 / 127.5f) - 1;
            _input[(i * 3) + 1] = (pixels[i].Item1 / 127.5f) - 1;
            _input[(i * 3) + 2] = (pixels[i].Item2 / 127.5f) - 1;
        }

        using var outputs = _session.Run(_run, ["input"], [_inputValue], ["objects"]);
        var data = outputs[0].GetTensorDataAsSpan<float>();
        var raw = MathF.Log(Threshold / (1 - Threshold));
        for (var i = 0; i < Anchors; i++)
        {
            var row = data.Slice(i * Values, Values);
            if (row[0] <= raw)
            {
                continue;
            }

            var (cx, cy) = Centres[i];
            float PictureX(float value) => ((((value / Side) + cx) * Side) - ((Side - (area.Width * scale)) / 2)) / scale + area.X;
            float PictureY(float value) => ((((value / Side) + cy) * Side) - ((Side - (area.Height * scale)) / 2)) / scale + area.Y;
            found.Add(new FaceDetection(
                1 / (1 + MathF.Exp(-row[0])), PictureX(row[1]), PictureY(row[2]), row[3] / scale, row[4] / scale,
                PictureX(row[5]), PictureY(row[6]), PictureX(row[7]), PictureY(row[8])));
        }
    }
}

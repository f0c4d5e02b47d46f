using OpenCvSharp;
using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>Measures one face at a normalised size; about half a millisecond a frame.</summary>
internal sealed class FaceProbe : IDisposable
{
    /// <summary>Cells of the patch around the mouth.</summary>
    public const int PatchColumns = 8, PatchRows = 7;

    /// <summary>Bytes of a patch: luma, Cr and Cb of each cell.</summary>
    public const int PatchBytes = PatchColumns * PatchRows * 3;

    // The crop: 64 px between the outer eye corners, from brows to chin.
    private const int Unit = 64, Width = 96, Height = 120, EyeX = 48, EyeY = 28;

    // Around the mouth, in crop pixels: from under the nose to the chin.
    private static readonly Rect Patch = new(20, 62, 56, 49);

    // Canonical face model of MediaPipe, cm: half width at the temples, nose tip before the temples; eyes to tip, down and forward.
    private const double HalfWidth = 7.66, TipDepth = 9.91, TipDown = 3.79, TipForward = 4.30, EyeWidth = 8.89;

    private readonly Mat _reduced = new();
    private readonly Mat _crop = new();
    private readonly Mat _colour = new();
    private readonly Mat _luma = new();
    private readonly Mat _soft = new();
    private readonly Mat _dx = new();
    private readonly Mat _dy = new();
    private readonly Mat _cells = new();
    private readonly Mat _noise = new();
    private readonly Mat _noiseKernel = Mat.FromPixelData(3, 3, MatType.CV_32FC1, new[] { 1f, -2, 1, -2, 4, -2, 1, -2, 1 }).Clone();

    public FrameMeasure Measure(Mat rgb, FaceLandmarks face, Span<byte> patch)
    {
        Align(rgb, face);
        Cv2.CvtColor(_crop, _colour, ColorConversionCodes.RGB2YCrCb);
        Cv2.ExtractChannel(_colour, _luma, 0);
        using (var mouth = new Mat(_colour, Patch))
        {
            Cv2.Resize(mouth, _cells, new Size(PatchColumns, PatchRows), 0, 0, InterpolationFlags.Area);
        }

        _cells.GetArray(out Vec3b[] cells);
        for (var i = 0; i < cells.Length; i++)
        {
            (patch[i * 3], patch[(i * 3) + 1], patch[(i * 3) + 2]) = (cells[i].Item0, cells[i].Item1, cells[i].Item2);
        }

        _luma.GetArray(out byte[] luma);
        double sum = 0, squares = 0, left = 0, right = 0;
        var histogram = new int[256];
        for (var y = 10; y < Height - 10; y++)
        {
            for (var x = 16; x < Width - 16; x++)
            {
                var value = luma[(y * Width) + x];
                histogram[value]++;
                sum += value;
                squares += value * value;

                // Cheeks, from under the eyes to the mouth.
                if (y is >= 44 and < 80)
                {
                    left += x is >= 20 and < 38 ? value : 0;
                    right += x is >= 58 and < 76 ? value : 0;
                }
            }
        }

        var count = (Height - 20) * (Width - 32);
        var mean = sum / count;
        var high = 255;
        for (var above = 0; high > 0 && (above += histogram[high]) < count / 20; high--)
        {
        }

        var noise = Noise(rgb, face);
        var (yaw, pitch, roll) = Pose(face);
        return new FrameMeasure(
            face.EyeDistance, (float)mean, high, (float)Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean))),
            (float)(2 * (left - right) / Math.Max(1, left + right)), (float)Detail(noise, face.EyeDistance), (float)noise, yaw, pitch, roll);
    }

    public void Dispose()
    {
        foreach (var mat in new[] { _reduced, _crop, _colour, _luma, _soft, _dx, _dy, _cells, _noise, _noiseKernel })
        {
            mat.Dispose();
        }
    }

    private void Align(Mat rgb, FaceLandmarks face)
    {
        var (ax, ay) = face.Point(FacePoints.RightEyeOuter);
        var (bx, by) = face.Point(FacePoints.LeftEyeOuter);

        // The eyes' distance shrinks as the head turns; the face's height does not: the larger of two scales serves both.
        var (tx, ty) = face.Point(10);
        var (nx, ny) = face.Point(2);
        var height = Math.Sqrt(((tx - nx) * (tx - nx)) + ((ty - ny) * (ty - ny)));
        var unit = Math.Max(face.EyeDistance, height / 1.2);
        var angle = Math.Atan2(by - ay, bx - ax);
        var scale = Unit / Math.Max(unit, 1);
        double a = Math.Cos(-angle) * scale, b = Math.Sin(-angle) * scale, cx = (ax + bx) / 2, cy = (ay + by) / 2;
        var toCrop = new Similarity(a, b, EyeX - ((a * cx) - (b * cy)), EyeY - ((b * cx) + (a * cy)));

        // Only the face's part of the picture is reduced, by areas, so that a large face does not alias into false detail.
        var reach = (int)Math.Ceiling(unit * 2);
        var area = new Rect((int)cx - reach, (int)cy - reach, reach * 2, reach * 2).Intersect(new Rect(0, 0, rgb.Width, rgb.Height));
        var factor = Math.Max(1, (int)(unit / Unit));
        if (area.Width < factor || area.Height < factor)
        {
            _crop.Create(Height, Width, MatType.CV_8UC3);
            _crop.SetTo(Scalar.Black);
            return;
        }

        using var part = new Mat(rgb, area);
        if (factor > 1)
        {
            Cv2.Resize(part, _reduced, new Size(area.Width / factor, area.Height / factor), 0, 0, InterpolationFlags.Area);
        }

        var offset = (factor - 1) / 2.0;
        using var matrix = toCrop.After(new Similarity(factor, 0, area.X + offset, area.Y + offset)).ToMat();
        Cv2.WarpAffine(factor > 1 ? _reduced : part, _crop, matrix, new Size(Width, Height), InterpolationFlags.Linear, BorderTypes.Replicate);
    }

    // The strongest fifth of the gradients, lightly smoothed; the noise that is left after warp and smoothing is taken off.
    private double Detail(double noise, double eyeDistance)
    {
        Cv2.GaussianBlur(_luma, _soft, new Size(3, 3), 0.8);
        Cv2.Sobel(_soft, _dx, MatType.CV_32FC1, 1, 0, 1, 0.5);
        Cv2.Sobel(_soft, _dy, MatType.CV_32FC1, 0, 1, 1, 0.5);
        Cv2.Magnitude(_dx, _dy, _dx);
        _dx.GetArray(out float[] gradients);
        var energy = new List<float>((Height - 20) * (Width - 32));
        for (var y = 10; y < Height - 10; y++)
        {
            for (var x = 16; x < Width - 16; x++)
            {
                energy.Add(gradients[(y * Width) + x]);
            }
        }

        energy.Sort();
        double sum = 0;
        var first = energy.Count * 4 / 5;
        for (var i = first; i < energy.Count; i++)
        {
            sum += energy[i] * energy[i];
        }

        var left = noise * Math.Min(1, Unit / Math.Max(1, eyeDistance));
        return Math.Sqrt(Math.Max(0, (sum / (energy.Count - first)) - (left * left)));
    }

    // Immerkaer 1996: what two differences in each direction leave is noise; the median ignores edges. At the picture's own size.
    private double Noise(Mat rgb, FaceLandmarks face)
    {
        var (x, y) = face.Point(1);
        var side = (int)Math.Clamp(face.EyeDistance, 16, 96);
        var area = new Rect((int)x - (side / 2), (int)y - side, side, side).Intersect(new Rect(0, 0, rgb.Width, rgb.Height));
        if (area.Width < 8 || area.Height < 8)
        {
            return 0;
        }

        using var part = new Mat(rgb, area);
        Cv2.CvtColor(part, _soft, ColorConversionCodes.RGB2GRAY);
        Cv2.Filter2D(_soft, _noise, MatType.CV_32FC1, _noiseKernel);
        _noise.GetArray(out float[] values);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Abs(values[i]);
        }

        return Numerics.Smoothing.Median(values) / 0.6745 / 6;
    }

    private static (float Yaw, float Pitch, float Roll) Pose(FaceLandmarks face)
    {
        var (ax, ay) = face.Point(FacePoints.RightEyeOuter);
        var (bx, by) = face.Point(FacePoints.LeftEyeOuter);
        var roll = Math.Atan2(by - ay, bx - ax);
        var (sin, cos) = Math.SinCos(-roll);
        (double X, double Y) Upright(int index)
        {
            var (x, y) = face.Point(index);
            return ((cos * x) - (sin * y), (sin * x) + (cos * y));
        }

        var tip = Upright(1);
        var rightTemple = Upright(234);
        var leftTemple = Upright(454);
        var half = Math.Max(1e-3, (leftTemple.X - rightTemple.X) / 2);
        var yaw = Math.Atan2((tip.X - ((leftTemple.X + rightTemple.X) / 2)) * HalfWidth / TipDepth, half);

        // Down over width = (TipDown cos + TipForward sin) / EyeWidth, solved for the angle.
        var down = tip.Y - Upright(FacePoints.RightEyeOuter).Y;
        var ratio = down / Math.Max(1e-3, half * EyeWidth / (2 * HalfWidth) / Math.Cos(yaw)) / 2 * EyeWidth / Math.Sqrt((TipDown * TipDown) + (TipForward * TipForward));
        var pitch = Math.Asin(Math.Clamp(ratio, -1, 1)) - Math.Atan2(TipDown, TipForward);
        const double degrees = 180 / Math.PI;
        return ((float)(yaw * degrees), (float)(pitch * degrees), (float)(roll * degrees));
    }
}

using OpenCvSharp;
using Ruying.Pipeline.Faces;

namespace Ruying.Training.Sample;

/// <summary>Sways the head on a still body before a still background, and lets the shoulders breathe.</summary>
internal sealed class HeadMotion
{
    private const int Step = 4;
    private const int Coarse = Portrait.Canvas / Step;
    private readonly float[] _head = new float[Coarse * Coarse];
    private readonly float[] _depth = new float[Coarse * Coarse];
    private readonly float[] _chest = new float[Coarse * Coarse];
    private readonly Point2d _pivot, _middle;
    private readonly double _size;
    private readonly double[] _phase;

    public HeadMotion(FaceLandmarks face, int seed)
    {
        var random = new Random(seed);
        _phase = [.. Enumerable.Range(0, 12).Select(_ => random.NextDouble() * 2 * Math.PI)];
        Point2d At(int index) => new(face.Point(index).X, face.Point(index).Y);
        var (forehead, chin) = (At(10), At(152));
        _size = chin.Y - forehead.Y;
        _pivot = chin + new Point2d(0, _size * 0.22);
        _middle = (forehead + chin) * 0.5;
        Weigh(face, forehead, chin);
    }

    /// <summary>Where each pixel of the frame comes from on the canvas.</summary>
    /// <param name="time">Seconds.</param>
    /// <param name="speech">0 in silence to 1 in speech; speech nods.</param>
    /// <param name="map">CV_32FC2 of the video's size, written.</param>
    public void Map(double time, double speech, Mat map)
    {
        var liveliness = 0.7 + (0.5 * speech);
        var roll = liveliness * 0.013 * Wave(time, 0.11, 0.29, 0);
        var shiftX = liveliness * 3.0 * Wave(time, 0.09, 0.23, 2);
        var shiftY = liveliness * 2.0 * Wave(time, 0.13, 0.37, 4);
        var yaw = liveliness * 8.5 * Wave(time, 0.12, 0.31, 6);
        var pitch = (liveliness * 4.5 * Wave(time, 0.15, 0.41, 8)) + (speech * 2.5 * Math.Sin((2 * Math.PI * 0.9 * time) + _phase[10]) * Wave(time, 0.2, 0.33, 9));
        var breath = Math.Sin((2 * Math.PI * 0.26 * time) + _phase[11]);
        var (sin, cos) = Math.SinCos(-roll);
        var values = new Vec2f[Coarse * Coarse];
        for (var row = 0; row < Coarse; row++)
        {
            for (var column = 0; column < Coarse; column++)
            {
                var i = (row * Coarse) + column;
                double x = column * Step, y = row * Step;
                var (rx, ry) = (x - _pivot.X - shiftX, y - _pivot.Y - shiftY);
                var dx = (rx * cos) - (ry * sin) + _pivot.X - x - (yaw * _depth[i]);
                var dy = (rx * sin) + (ry * cos) + _pivot.Y - y - (pitch * _depth[i]) + (0.6 * breath);
                values[i] = new Vec2f((float)(x + (_head[i] * dx)), (float)(y + (_head[i] * dy) + (_chest[i] * 2.4 * breath)));
            }
        }

        using var coarse = new Mat(Coarse, Coarse, MatType.CV_32FC2);
        coarse.SetArray(values);
        using var toFrame = new Mat(2, 3, MatType.CV_64FC1);
        toFrame.SetArray(new double[] { Step, 0, -Portrait.Margin, 0, Step, -Portrait.Margin });
        Cv2.WarpAffine(coarse, map, toFrame, new Size(Portrait.Side, Portrait.Side), InterpolationFlags.Linear, BorderTypes.Replicate);
    }

    private static double Smooth(double t)
    {
        t = Math.Clamp(t, 0, 1);
        return t * t * (3 - (2 * t));
    }

    private double Wave(double time, double slow, double quick, int phase) =>
        (0.7 * Math.Sin((2 * Math.PI * slow * time) + _phase[phase])) + (0.3 * Math.Sin((2 * Math.PI * quick * time) + _phase[phase + 1]));

    private void Weigh(FaceLandmarks face, Point2d forehead, Point2d chin)
    {
        // Hair: an ellipse around the upper half; below the ears the jaw's own line.
        using var inside = new Mat(Coarse, Coarse, MatType.CV_8UC1, Scalar.White);
        var wide = Math.Abs(face.Point(454).X - face.Point(234).X);
        var hair = new Point2d(_middle.X, forehead.Y + (_size * 0.12));
        Cv2.Ellipse(inside, new Point(hair.X / Step, hair.Y / Step), new Size(wide * 0.85 / Step, _size * 0.78 / Step), 0, 0, 360, Scalar.Black, -1);
        var jaw = new[] { 127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 356 };
        Cv2.FillPoly(inside, [[.. jaw.Select(p => new Point(face.Point(p).X / Step, face.Point(p).Y / Step))]], Scalar.Black);
        using var distance = new Mat();
        Cv2.DistanceTransform(inside, distance, DistanceTypes.L2, DistanceTransformMasks.Precise);
        distance.GetArray(out float[] far);
        for (var row = 0; row < Coarse; row++)
        {
            for (var column = 0; column < Coarse; column++)
            {
                var i = (row * Coarse) + column;
                double x = column * Step, y = row * Step;
                var low = Smooth((y - _middle.Y) / (_size * 0.35));
                var reach = (_size * 0.45 * (1 - low)) + (_size * 0.20 * low);
                var neck = 1 - Smooth((y - chin.Y) / (_size * 0.35));
                _head[i] = (float)(Smooth(1 - (far[i] * Step / reach)) * neck);
                var (ex, ey) = ((x - _middle.X) / (wide * 0.9), (y - _middle.Y) / (_size * 0.85));
                var (nx, ny) = ((x - face.Point(4).X) / (wide * 0.17), (y - face.Point(4).Y) / (_size * 0.16));
                _depth[i] = (float)(Math.Sqrt(Math.Max(0.02, 1 - (ex * ex) - (ey * ey))) - 0.35 + (0.16 * Math.Exp(-(nx * nx) - (ny * ny))));
                _chest[i] = (float)Smooth((y - chin.Y) / (_size * 0.8));
            }
        }

        using var head = new Mat(Coarse, Coarse, MatType.CV_32FC1);
        head.SetArray(_head);
        Cv2.GaussianBlur(head, head, new Size(0, 0), 4);
        head.GetArray(out float[] soft);
        soft.CopyTo(_head, 0);
    }
}

using OpenCvSharp;
using Ruying.Pipeline.Faces;

namespace Ruying.Training.Sample;

/// <summary>Blinks: the skin of the upper lid, its lashes with it, is drawn down over the eye. Brows rise and fall.</summary>
internal sealed class Eyelids
{
    private static readonly int[][] Upper = [[33, 246, 161, 160, 159, 158, 157, 173, 133], [362, 398, 384, 385, 386, 387, 388, 466, 263]];
    private static readonly int[][] Lower = [[33, 7, 163, 144, 145, 153, 154, 155, 133], [362, 382, 381, 380, 374, 373, 390, 249, 263]];
    private static readonly int[] BrowMiddle = [105, 334];

    private readonly (Curve Upper, Curve Lower, double Height, Point2d Brow)[] _eyes;
    private readonly double _unit;

    public Eyelids(FaceLandmarks face)
    {
        _unit = face.EyeDistance / 200;
        _eyes = [Eye(face, 0), Eye(face, 1)];
    }

    /// <summary>Changes the map around the eyes.</summary>
    /// <param name="closed">0 open to 1 shut.</param>
    /// <param name="brow">How far the brows are raised, pixels; negative lowers.</param>
    /// <param name="map">CV_32FC2 over the canvas.</param>
    public void Warp(double closed, double brow, Mat map)
    {
        foreach (var eye in _eyes)
        {
            var lidTop = eye.Height * 1.35;
            var left = (int)(eye.Upper.Left - (30 * _unit));
            var area = new Rect(left, (int)(eye.Brow.Y - (45 * _unit)), (int)(eye.Upper.Right + (30 * _unit)) - left, (int)(140 * _unit));
            using var part = new Mat(map, area);
            using var copy = part.Clone();
            copy.GetArray(out Vec2f[] values);
            for (var x = 0; x < area.Width; x++)
            {
                var px = area.X + x;
                var u = ((2 * (px - eye.Upper.Left)) / (eye.Upper.Right - eye.Upper.Left)) - 1;
                var (upper, lower) = (eye.Upper.At(px) + (2 * _unit), eye.Lower.At(px));
                var travel = Travel(eye.Height, closed, u);
                for (var y = 0; y < area.Height; y++)
                {
                    var i = (y * area.Width) + x;
                    double py = area.Y + y;
                    var offset = 0.0;
                    var top = upper - lidTop;
                    var edge = upper + travel;
                    if (travel > 0.05 && py > top && py <= edge)
                    {
                        // Most of the stretch is near the lashes, none at the top; the lashes themselves keep their shape.
                        var t = (py - top) / (edge - top);
                        offset = -travel * t * t * (3 - (2 * t));
                    }
                    else if (travel > 0.05 && py > edge && py < edge + 1.5)
                    {
                        offset = -travel * (1 - ((py - edge) / 1.5));
                    }

                    var (bx, by) = ((px - eye.Brow.X) / (46 * _unit), (py - eye.Brow.Y) / (17 * _unit));
                    offset += brow * Math.Exp(-(bx * bx) - (by * by));
                    values[i].Item1 += (float)offset;
                }
            }

            copy.SetArray(values);
            copy.CopyTo(part);
        }
    }

    /// <summary>Puts the lid's shadow on what is still seen of the eye.</summary>
    /// <param name="closed">0 open to 1 shut.</param>
    /// <param name="picture">The warped canvas, CV_32FC3, RGB.</param>
    public void Shade(double closed, Mat picture)
    {
        foreach (var eye in _eyes)
        {
            var (left, top) = ((int)eye.Upper.Left - 4, (int)(eye.Brow.Y));
            using var part = new Mat(picture, new Rect(left, top, (int)eye.Upper.Right + 4 - left, (int)(100 * _unit)));
            using var copy = part.Clone();
            copy.GetArray(out Vec3f[] pixels);
            for (var i = 0; i < pixels.Length; i++)
            {
                double x = left + (i % part.Width), y = top + (i / part.Width);
                var u = ((2 * (x - eye.Upper.Left)) / (eye.Upper.Right - eye.Upper.Left)) - 1;
                var edge = eye.Upper.At(x) + (2 * _unit) + Travel(eye.Height, closed, u);
                var shadow = 0.68 * closed * Math.Clamp(y - edge + 1.5, 0, 1) * Math.Clamp((eye.Lower.At(x) + 2 - y) / 1.5, 0, 1) * Math.Clamp((1.03 - Math.Abs(u)) * 10, 0, 1);
                pixels[i] = new Vec3f((float)(pixels[i].Item0 * (1 - shadow)), (float)(pixels[i].Item1 * (1 - (shadow * 1.06))), (float)(pixels[i].Item2 * (1 - (shadow * 1.1))));
            }

            copy.SetArray(pixels);
            copy.CopyTo(part);
        }
    }

    // The lash line meets the lower lid; past the corners the lashes still follow a little.
    private static double Travel(double height, double closed, double u) =>
        closed * height * 0.92 * Math.Pow(Math.Max(0, Math.Cos(Math.PI / 2 * Math.Clamp(u / 1.25, -1, 1))), 1.3);

    private static (Curve Upper, Curve Lower, double Height, Point2d Brow) Eye(FaceLandmarks face, int side)
    {
        Point2d At(int index) => new(face.Point(index).X, face.Point(index).Y);
        var upper = Upper[side].Select(At).ToArray();
        var lower = Lower[side].Select(At).ToArray();
        var height = lower[4].Y - upper[4].Y;
        // The mesh draws eyes narrower than they are.
        for (var i = 1; i < upper.Length - 1; i++)
        {
            var open = lower[i].Y - upper[i].Y;
            upper[i].Y -= open * 0.22;
            lower[i].Y += open * 0.20;
        }

        return (new Curve(upper), new Curve(lower), height * 1.42, At(BrowMiddle[side]));
    }
}

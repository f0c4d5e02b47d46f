using OpenCvSharp;

namespace Ruying.Training.Sample;

/// <summary>Warps a portrait's lips and chin to a pose and paints what shows between the lips.</summary>
internal sealed class MouthPainter
{
    private readonly Portrait _portrait;
    private readonly MouthShape _shape;
    private readonly Curve _gumLine, _teethLine;
    private readonly Rect _area;
    private readonly float[] _window;

    public MouthPainter(Portrait portrait, MouthShape shape)
    {
        (_portrait, _shape) = (portrait, shape);
        var (upper, lower) = shape.OwnInner;
        (_gumLine, _teethLine) = (new Curve(upper), new Curve(lower));
        var middle = (upper[5] + lower[5]) * 0.5;
        var (wide, high) = ((int)(shape.Width * 1.5) / 4 * 4, (int)(shape.Width * 0.8) / 4 * 4);
        _area = new Rect((int)middle.X - wide, (int)middle.Y - high, wide * 2, (int)(high * 2.7) / 4 * 4);
        _window = Window(_area);
    }

    /// <summary>Adds the warp to a map and returns what is needed to paint the inner mouth afterwards.</summary>
    /// <param name="target">The pose's points.</param>
    /// <param name="map">CV_32FC2 over the canvas: where each pixel comes from; changed in the mouth's area.</param>
    public void Warp(MouthTarget target, Mat map)
    {
        using var upper = Field(target.UpperPairs);
        using var lower = Field(target.LowerPairs);
        upper.GetArray(out Vec2f[] up);
        lower.GetArray(out Vec2f[] down);
        var (top, bottom) = (new Curve(target.Upper), new Curve(target.Lower));
        var mixed = new Vec2f[up.Length];
        for (var y = 0; y < _area.Height; y++)
        {
            for (var x = 0; x < _area.Width; x++)
            {
                var i = (y * _area.Width) + x;
                var px = _area.X + x;
                var slit = (top.At(px) + bottom.At(px)) / 2;
                // Beyond the corners the two parts go over into each other.
                var soft = 0.6 + (0.35 * Math.Max(0, Math.Max(top.Left - px, px - top.Right)));
                var w = (float)Smooth((((_area.Y + y) - slit) / (2 * soft)) + 0.5);
                var keep = _window[i];
                mixed[i] = new Vec2f(
                    px + (keep * ((up[i].Item0 * (1 - w)) + (down[i].Item0 * w))),
                    _area.Y + y + (keep * ((up[i].Item1 * (1 - w)) + (down[i].Item1 * w))));
            }
        }

        using var part = new Mat(map, _area);
        using var values = new Mat(_area.Height, _area.Width, MatType.CV_32FC2);
        values.SetArray(mixed);
        values.CopyTo(part);
    }

    /// <summary>Paints cavity, teeth, tongue and the shadow of the slit.</summary>
    /// <param name="target">The pose's points.</param>
    /// <param name="picture">The warped canvas, CV_32FC3, RGB.</param>
    public void Paint(MouthTarget target, Mat picture)
    {
        var (top, bottom) = (new Curve(target.Upper), new Curve(target.Lower));
        using var part = new Mat(picture, _area);
        using var original = new Mat(_portrait.Image, _area);
        using var copy = part.Clone();
        using var own = original.Clone();
        copy.GetArray(out Vec3f[] pixels);
        own.GetArray(out Vec3f[] teeth);
        for (var x = 0; x < _area.Width; x++)
        {
            var px = _area.X + x;
            if (px < top.Left - 4 || px > top.Right + 4)
            {
                continue;
            }

            var (upper, lower) = (top.At(px), bottom.At(px));
            var u = ((2 * (px - top.Left)) / (top.Right - top.Left)) - 1;
            for (var y = 0; y < _area.Height; y++)
            {
                var py = _area.Y + y;
                if (py < upper - 8 || py > lower + 8)
                {
                    continue;
                }

                var i = (y * _area.Width) + x;
                pixels[i] = Slit(pixels[i], py, upper, lower, u);
                var cover = Smooth((py - upper + 0.8) / 2.2) * Smooth((lower - py + 0.8) / 2.2) * Math.Clamp((lower - upper) / 3, 0, 1);
                if (cover > 0)
                {
                    pixels[i] = Mix(pixels[i], Inside(target.Pose, teeth[i], px, py, upper, lower, u), cover);
                }
            }
        }

        copy.SetArray(pixels);
        copy.CopyTo(part);
    }

    private static Vec3f Slit(Vec3f skin, double y, double upper, double lower, double u)
    {
        // Where the lips meet, and at the inner edges of open lips, light falls off.
        var ends = Math.Clamp((1.06 - Math.Abs(u)) * 8, 0, 1);
        var distance = y < upper ? upper - y : y > lower ? y - lower : 0;
        var closed = Math.Exp(-Math.Max(0, lower - upper) / 5);
        var dark = ends * ((0.20 * Math.Exp(-distance * distance / 14)) + (0.42 * closed * Math.Exp(-distance * distance / 2.4)));
        return new Vec3f((float)(skin.Item0 * (1 - (dark * 0.85))), (float)(skin.Item1 * (1 - dark)), (float)(skin.Item2 * (1 - dark)));
    }

    private Vec3f Inside(MouthPose pose, Vec3f own, double x, double y, double upper, double lower, double u)
    {
        var gap = Math.Max(1, lower - upper);
        var t = Math.Clamp((y - upper) / gap, 0, 1);
        var centre = 1 - (u * u);
        Vec3f colour = Mix(new Vec3f(58, 22, 20), new Vec3f(30, 10, 10), centre * (1 - Math.Abs((2 * t) - 1)));

        // The tongue lies on the floor of the mouth and rises with the pose.
        var tongueTop = lower - ((gap * (0.28 + (0.38 * pose.Tongue))) * (1 - (0.5 * u * u)));
        var tongue = 0.9 * Smooth((y - tongueTop) / 7) * Smooth((0.92 - Math.Abs(u)) / 0.35);
        colour = Mix(colour, Scale(new Vec3f(158, 78, 76), 0.55 + (0.35 * t)), tongue);

        // The upper teeth are the portrait's own and stay where the skull holds them.
        var light = (own.Item0 + own.Item1 + own.Item2) / 3;
        var bottom = _teethLine.At(x) - 3.0 - (2.5 * (1 - Math.Clamp((light - 90) / 110, 0, 1)));
        var row = Smooth((bottom - y) / 2.4 + 0.5) * Smooth((y - _gumLine.At(x)) / 2);
        var shade = (0.58 + (0.36 * Math.Clamp((y - upper) / 9, 0, 1))) * (1 - (0.45 * Math.Pow(Math.Abs(u), 3))) * (1 - (0.22 * pose.Round));
        colour = Mix(colour, new Vec3f((float)(own.Item0 * Math.Pow(shade, 0.75)), (float)(own.Item1 * shade), (float)(own.Item2 * shade * 0.96)), row);

        // The wet inner side of the lower lip.
        var lip = 0.55 * Math.Exp(-Math.Pow((lower - y) / 3.2, 2)) * centre;
        return Mix(colour, new Vec3f(150, 86, 82), lip);
    }

    private static Vec3f Mix(Vec3f a, Vec3f b, double w) =>
        new((float)(a.Item0 + ((b.Item0 - a.Item0) * w)), (float)(a.Item1 + ((b.Item1 - a.Item1) * w)), (float)(a.Item2 + ((b.Item2 - a.Item2) * w)));

    private static Vec3f Scale(Vec3f a, double w) => new((float)(a.Item0 * w), (float)(a.Item1 * w), (float)(a.Item2 * w));

    private static double Smooth(double t)
    {
        t = Math.Clamp(t, 0, 1);
        return t * t * (3 - (2 * t));
    }

    private static float[] Window(Rect area)
    {
        // The warp ends softly at its area's border.
        var window = new float[area.Width * area.Height];
        for (var y = 0; y < area.Height; y++)
        {
            for (var x = 0; x < area.Width; x++)
            {
                var edge = Math.Min(Math.Min(x, area.Width - 1 - x), Math.Min(y, area.Height - 1 - y));
                window[(y * area.Width) + x] = (float)Smooth(edge / 24.0);
            }
        }

        return window;
    }

    private Mat Field(PointPairs pairs) =>
        new ThinPlate(pairs.To, [.. pairs.From.Zip(pairs.To, (f, t) => f - t)]).Sample(_area);
}

using OpenCvSharp;
using Ruying.Pipeline.Faces;

namespace Ruying.Training.Sample;

/// <summary>Where a portrait's lips and chin lie, and where a pose wants them. Contours have 11 points, left to right in the picture.</summary>
internal sealed class MouthShape
{
    private const int Count = 11;

    // A smile is wider than the mouth at rest, its corners higher, its lips thinner.
    private const double RestWidth = 0.86;
    private const double CornerDrop = 0.055;
    private const double UpperThickness = 1.3;
    private const double LowerThickness = 1.0;
    private const double ChinShare = 0.6;

    private static readonly int[] Still =
    [
        1, 2, 4, 94, 97, 98, 326, 327, 129, 358, 48, 278, 50, 280, 36, 266, 117, 346, 123, 352, 234, 454, 127, 356, 93, 323,
        33, 133, 362, 263, 145, 374, 6, 205, 425,
    ];

    private static readonly (int Point, double Jaw, double Close)[] Moving =
    [
        (172, 0.30, 0), (136, 0.50, 0), (150, 0.75, 0), (149, 0.9, 0), (176, 1, 0), (148, 1, 0), (152, 1, 0), (377, 1, 0), (400, 1, 0),
        (378, 0.9, 0), (379, 0.75, 0), (365, 0.50, 0), (397, 0.30, 0), (58, 0.14, 0), (288, 0.14, 0), (132, 0.05, 0), (361, 0.05, 0),
        (199, 1, 0.08), (175, 1, 0.04), (200, 1, 0.30), (208, 0.9, 0.12), (428, 0.9, 0.12), (18, 1, 0.62), (83, 1, 0.6), (313, 1, 0.6),
        (214, 0.3, 0), (434, 0.3, 0), (210, 0.6, 0), (430, 0.6, 0),
    ];

    private readonly FaceLandmarks _face;
    private readonly Point2d _origin;
    private readonly double _cos, _sin;
    private readonly Point2d[] _upperOuter, _upperInner, _lowerInner, _lowerOuter;

    public MouthShape(FaceLandmarks face)
    {
        _face = face;
        var (ax, ay) = face.Point(FacePoints.RightEyeOuter);
        var (bx, by) = face.Point(FacePoints.LeftEyeOuter);
        (_sin, _cos) = Math.SinCos(Math.Atan2(by - ay, bx - ax));
        _origin = new Point2d((face.Lips[0] + face.Lips[20]) / 2, (face.Lips[1] + face.Lips[21]) / 2);
        _lowerOuter = Contour(Enumerable.Range(0, Count));
        _upperOuter = Contour([0, .. Enumerable.Range(11, 9), 10]);
        _lowerInner = Contour(Enumerable.Range(20, Count));
        _upperInner = Contour([20, .. Enumerable.Range(31, 9), 30]);
        SmileWidth = _lowerOuter[^1].X - _lowerOuter[0].X;
    }

    /// <summary>Width of the mouth at rest, pixels.</summary>
    public double Width => SmileWidth * RestWidth;

    /// <summary>The portrait's own inner contours, canvas pixels.</summary>
    public (Point2d[] Upper, Point2d[] Lower) OwnInner => (ToCanvas(_upperInner), ToCanvas(_lowerInner));

    private double SmileWidth { get; }

    /// <summary>The contours of a pose and the pairs of points that the warps of the upper and of the lower part need.</summary>
    public MouthTarget For(MouthPose pose)
    {
        var gap = pose.Aperture * Width;

        // The upper lip rises no higher than it does in the portrait: above that there are no teeth to show.
        var up = Math.Min(gap * pose.Lift, Seam() - _upperInner[Count / 2].Y + 1);
        var down = gap - up;
        var half = Width * pose.Width / 2;
        var cornerDrop = (SmileWidth * CornerDrop) + (down * 0.22);
        var middleY = Seam() + (0.03 * Width * pose.Round);
        var press = 1 - (0.16 * pose.Press);
        var upper = UpperThickness * press * (1 + (0.32 * pose.Round));
        var lower = LowerThickness * press * (1 + (0.24 * pose.Round)) * (1 - (0.30 * pose.Tuck));
        var innerHalf = half * _upperInner[^1].X / (SmileWidth / 2);
        double SeamAt(double x)
        {
            var u = Math.Clamp(x / innerHalf, -1, 1);
            return cornerDrop + ((middleY - cornerDrop) * Math.Pow(1 - (u * u), 0.9));
        }

        // Openings are almond-shaped; rounded ones fuller.
        double Profile(double x) => Math.Pow(Math.Max(0, 1 - Math.Pow(Math.Abs(x) / innerHalf, 2.2)), 0.85 - (0.25 * pose.Round));
        var scale = half / (SmileWidth / 2);
        var upperInner = Map(_upperInner, scale, (x, _) => SeamAt(x) - (up * Profile(x)));
        var lowerInner = Map(_lowerInner, scale, (x, _) => SeamAt(x) + (down * Profile(x)) - (pose.Tuck * 2 * Profile(x)));
        var upperOuter = Map(_upperOuter, scale, (x, i) => SeamAt(x) - (up * 0.9 * Profile(x)) - (upper * (_upperInner[i].Y - _upperOuter[i].Y)));
        var lowerOuter = Map(_lowerOuter, scale, (x, i) =>
            SeamAt(x) + (down * 0.94 * Profile(x)) + (lower * (_lowerOuter[i].Y - _lowerInner[i].Y)));
        foreach (var corner in new[] { 0, Count - 1 })
        {
            upperOuter[corner].Y = lowerOuter[corner].Y = cornerDrop;
            lowerInner[corner].Y = upperInner[corner].Y = (upperInner[corner].Y + lowerInner[corner].Y) / 2;
        }

        return Pairs(pose, down, upperOuter, upperInner, lowerInner, lowerOuter);
    }

    private double Seam()
    {
        const int middle = Count / 2;
        return _upperOuter[middle].Y + 2 + (UpperThickness * (_upperInner[middle].Y - _upperOuter[middle].Y));
    }

    private MouthTarget Pairs(MouthPose pose, double down, Point2d[] upperOuter, Point2d[] upperInner, Point2d[] lowerInner, Point2d[] lowerOuter)
    {
        var from = new List<Point2d>();
        var to = new List<Point2d>();
        void Add(Point2d source, Point2d target)
        {
            from.Add(ToCanvas(source));
            to.Add(ToCanvas(target));
        }

        var jaw = new Point2d(0, down * ChinShare);
        var closing = new Point2d(0, lowerOuter[Count / 2].Y - _lowerOuter[Count / 2].Y - down);
        foreach (var point in Still)
        {
            Add(Mesh(point), Mesh(point));
        }

        foreach (var (point, share, close) in Moving)
        {
            Add(Mesh(point), Mesh(point) + (jaw * share) + (closing * close));
        }

        // The collar gives way a little under the chin.
        foreach (var (point, share) in new[] { (152, 0.35), (149, 0.25), (378, 0.25), (136, 0.08), (365, 0.08) })
        {
            var under = Mesh(point) + new Point2d(0, SmileWidth * 0.3);
            Add(under, under + (jaw * share));
        }

        foreach (var x in new[] { -1.6, -0.8, 0, 0.8, 1.6 })
        {
            var below = new Point2d(SmileWidth * x, Mesh(152).Y + (SmileWidth * 0.75));
            Add(below, below);
        }

        var shared = from.Count;
        for (var i = 0; i < Count; i++)
        {
            Add(_upperOuter[i], upperOuter[i]);
            if (i is > 0 and < Count - 1)
            {
                Add(_lowerOuter[i], lowerOuter[i]);
            }
        }

        // Teeth and the dark of the smile's corners must not bleed into the lips.
        const double inset = 2.0;
        var (upperFrom, upperTo) = (from.ToList(), to.ToList());
        var (lowerFrom, lowerTo) = (from.ToList(), to.ToList());
        for (var i = 0; i < Count; i++)
        {
            var corner = i is 0 or Count - 1;
            upperFrom.Add(ToCanvas(corner ? _upperInner[i] * 1.02 : _upperInner[i] - new Point2d(0, inset)));
            upperTo.Add(ToCanvas(upperInner[i]));
            lowerFrom.Add(ToCanvas(corner ? _lowerInner[i] * 1.02 : _lowerInner[i] + new Point2d(0, inset)));
            lowerTo.Add(ToCanvas(lowerInner[i]));
        }

        return new MouthTarget(pose, ToCanvas(upperInner), ToCanvas(lowerInner), new PointPairs(upperFrom, upperTo), new PointPairs(lowerFrom, lowerTo));
    }

    private static Point2d[] Map(Point2d[] contour, double scale, Func<double, int, double> y) =>
        [.. contour.Select((p, i) => new Point2d(p.X * scale, y(p.X * scale, i)))];

    private Point2d Mesh(int index)
    {
        var (x, y) = _face.Point(index);
        return ToLocal(new Point2d(x, y));
    }

    private Point2d[] Contour(IEnumerable<int> lips) => [.. lips.Select(i => ToLocal(new Point2d(_face.Lips[i * 2], _face.Lips[(i * 2) + 1])))];

    private Point2d ToLocal(Point2d p)
    {
        var d = p - _origin;
        return new Point2d((d.X * _cos) + (d.Y * _sin), (d.Y * _cos) - (d.X * _sin));
    }

    private Point2d ToCanvas(Point2d p) => _origin + new Point2d((p.X * _cos) - (p.Y * _sin), (p.X * _sin) + (p.Y * _cos));

    private Point2d[] ToCanvas(Point2d[] points) => [.. points.Select(ToCanvas)];
}

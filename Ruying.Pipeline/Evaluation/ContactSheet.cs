using OpenCvSharp;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Evaluation;

/// <summary>A dozen mouths of a pass beside each other: real, retrieved and warped, rendered and encoded, and the difference of real and rendered.</summary>
internal sealed class ContactSheet : IDisposable
{
    private const int Columns = 12;
    private const int Side = 160;

    /// <summary>Differences are shown this much stronger.</summary>
    private const int Gain = 4;

    private const double Margin = 1.15;

    private readonly AvatarPackage _avatar;
    private readonly RenderedPass _pass;
    private readonly int[] _frames;
    private readonly Dictionary<int, (Mat Real, Mat Other)> _crops = [];

    /// <summary>Chooses the frames: spread evenly over those that can be seen.</summary>
    public ContactSheet(string title, AvatarPackage avatar, bool[] usable, RenderedPass pass)
    {
        (Title, _avatar, _pass) = (title, avatar, pass);
        var seen = Enumerable.Range(0, usable.Length).Where(t => usable[t]).ToArray();
        _frames = [.. Enumerable.Range(0, Math.Min(Columns, seen.Length)).Select(i => seen[(int)((i + 0.5) * seen.Length / Math.Min(Columns, seen.Length))])];
    }

    /// <summary>For people.</summary>
    public string Title { get; }

    /// <summary>Keeps the crops of the chosen frames.</summary>
    public void Look(int frame, Mat real, Mat other)
    {
        if (_frames.Contains(frame))
        {
            _crops[frame] = (real.Clone(), other.Clone());
        }
    }

    /// <summary>The rows, each a name and one JPEG of all columns.</summary>
    public IEnumerable<(string Name, byte[] Jpeg)> Rows()
    {
        var shown = _frames.Where(_crops.ContainsKey).ToArray();
        if (shown.Length == 0)
        {
            yield break;
        }

        using var warp = new ThinPlateWarp(_avatar.Manifest.Crop.Side);
        yield return ("real", Row(shown, t => _crops[t].Real.Clone()));
        yield return ("warped", Row(shown, t => Warped(warp, t)));
        yield return ("rendered", Row(shown, t => _crops[t].Other.Clone()));
        yield return ($"difference x {Gain}", Row(shown, Difference));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (real, other) in _crops.Values)
        {
            real.Dispose();
            other.Dispose();
        }
    }

    // Mouth and chin with a little around them: the square about the mask.
    private Rect View()
    {
        var (side, mask) = (_avatar.Manifest.Crop.Side, _avatar.Manifest.Mask);
        var half = (int)Math.Min(side / 2.0, Math.Max(mask.RadiusX, mask.RadiusY) * Margin);
        var left = Math.Clamp((int)mask.CentreX - half, 0, side - (2 * half));
        var top = Math.Clamp((int)mask.CentreY - half, 0, side - (2 * half));
        return new Rect(left, top, 2 * half, 2 * half);
    }

    private byte[] Row(int[] frames, Func<int, Mat> picture)
    {
        using var row = new Mat(Side, Side * frames.Length, MatType.CV_8UC3);
        for (var i = 0; i < frames.Length; i++)
        {
            using var full = picture(frames[i]);
            using var mouth = new Mat(full, View());
            using var place = new Mat(row, new Rect(i * Side, 0, Side, Side));
            Cv2.Resize(mouth, place, new Size(Side, Side), 0, 0, mouth.Width > Side ? InterpolationFlags.Area : InterpolationFlags.Cubic);
        }

        Cv2.CvtColor(row, row, ColorConversionCodes.RGB2BGR);
        return row.ToBytes(".jpg", new ImageEncodingParam(ImwriteFlags.JpegQuality, 88));
    }

    // What retrieval and warp alone give: no colour, no network, no blending.
    private Mat Warped(ThinPlateWarp warp, int frame)
    {
        var sample = _pass.Mouths[frame].Detail;
        var crop = _avatar.Manifest.Crop;
        using var picture = _avatar.Mouths.Picture(sample);
        var warped = new Mat();
        using var spline = new ThinPlateSpline(crop.Side);
        warp.Apply(picture, spline.Fields(crop.Map(_pass.Shapes[frame]), [crop.Map(_avatar.Mouths.Samples[sample].Shape)])[0], warped);
        return warped;
    }

    private Mat Difference(int frame)
    {
        var difference = new Mat();
        Cv2.Absdiff(_crops[frame].Real, _crops[frame].Other, difference);
        Cv2.Multiply(difference, new Scalar(Gain, Gain, Gain), difference);
        return difference;
    }
}

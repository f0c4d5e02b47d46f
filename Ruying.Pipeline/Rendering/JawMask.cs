using OpenCvSharp;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// How much of each pixel is replaced on one frame: the person's fixed mask, but only where the face is, in the frame or as rendered.
/// Collar and background stay the frame's own; the jaw of the frame never shows beside the rendered one. Not thread-safe: one for each render.
/// </summary>
public sealed class JawMask : IDisposable
{
    /// <summary>How far beyond the jaw line is replaced, share of the crop: the mesh's line runs a little inside the face.</summary>
    private const double Margin = 0.018;

    private const double Softness = 0.015;
    private const int Shift = 4;

    private readonly CropFrame _crop;
    private readonly Mat _fixed;
    private readonly Mat _face;
    private readonly Mat _alpha = new();
    private readonly Mat _kernel;

    /// <summary>Prepares for one person.</summary>
    /// <param name="crop">The crop.</param>
    /// <param name="mask">What is replaced in it at most.</param>
    public JawMask(CropFrame crop, MouthMask mask)
    {
        _crop = crop;
        _fixed = mask.Soft(crop.Side);
        _face = new Mat(crop.Side, crop.Side, MatType.CV_8UC1);
        var radius = (int)Math.Ceiling(Margin * crop.Side);
        _kernel = Cv2.GetStructuringElement(MorphShapes.Ellipse, new Size((radius * 2) + 1, (radius * 2) + 1));
    }

    /// <summary>The weights of a frame, 0 to 1, <c>CV_32FC1</c>; valid until the next call.</summary>
    /// <param name="own">The frame's own jaw line, canonical, 26 numbers.</param>
    /// <param name="wanted">The jaw line to render, canonical, 26 numbers.</param>
    public Mat Weights(ReadOnlySpan<float> own, ReadOnlySpan<float> wanted)
    {
        _face.SetTo(Scalar.Black);
        Fill(own);
        Fill(wanted);
        Cv2.Dilate(_face, _face, _kernel);
        _face.ConvertTo(_alpha, MatType.CV_32FC1, 1 / 255.0);
        Cv2.GaussianBlur(_alpha, _alpha, new Size(0, 0), Softness * _crop.Side);
        Cv2.Multiply(_alpha, _fixed, _alpha);
        return _alpha;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _fixed.Dispose();
        _face.Dispose();
        _alpha.Dispose();
        _kernel.Dispose();
    }

    private void Fill(ReadOnlySpan<float> jaw)
    {
        const int one = 1 << Shift;
        var polygon = _crop.FaceOutline(jaw).Select(p => new Point(p.X * one, p.Y * one));
        Cv2.FillPoly(_face, [polygon], Scalar.White, LineTypes.Link8, Shift);
    }
}

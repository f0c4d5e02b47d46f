using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Rendering.Generators;

/// <summary>
/// Mouths from a Wav2Lip-format network. Where nobody speaks the person's own closed mouth is shown instead, and the two fade into each
/// other as the silence gate eases: such networks move the lips of a silent face. Not thread-safe: one for each render.
/// </summary>
public sealed class GeneratorEngine : IMouthEngine
{
    /// <summary>Share of the face's side over which what was made fades into the frame at the face's edges.</summary>
    private const double Feather = 0.04;

    /// <summary>From here on a finer picture is blurred before it is made smaller.</summary>
    private const double Finer = 1.3;

    private readonly MouthRenderer _own;
    private readonly FaceGenerator _generator;
    private readonly MelSpectrum _mel;
    private readonly FaceBoxes _boxes;
    private readonly CropFrame _crop;
    private readonly float[] _speech;
    private readonly ColourMatch _colour;
    private readonly Mat _edge;
    private readonly Mat _part = new();
    private readonly Mat _face = new();
    private readonly Mat _made = new();
    private readonly Mat _warped = new();
    private readonly Mat _alpha = new();
    private readonly Mat _alpha3 = new();
    private readonly Mat _current = new();
    private readonly Mat _mouth = new();
    private readonly Mat _result = new();
    private readonly List<(int Position, FaceBox Box)> _speaking = [];
    private IReadOnlyList<MouthWork> _run = [];
    private IReadOnlyList<Mat> _crops = [];

    /// <summary>Prepares for one person and one sound.</summary>
    /// <param name="own">Makes the mouths of silence; disposed here.</param>
    /// <param name="generator">Makes the others; disposed here.</param>
    /// <param name="mel">The video's sound.</param>
    /// <param name="boxes">Where the face is on the base frames.</param>
    /// <param name="speech">How open the silence gate is at each output frame: 0 shows the own mouth, 1 the network's.</param>
    /// <param name="crop">The person's crop.</param>
    /// <param name="mask">What is replaced in it.</param>
    public GeneratorEngine(MouthRenderer own, FaceGenerator generator, MelSpectrum mel, FaceBoxes boxes, float[] speech, CropFrame crop, MouthMask mask)
    {
        (_own, _generator, _mel, _boxes, _speech, _crop) = (own, generator, mel, boxes, speech, crop);
        using var soft = mask.Soft(crop.Side);
        _colour = new ColourMatch(soft);
        _edge = Edge(generator.Side);
    }

    /// <inheritdoc/>
    public int RunLength => _generator.Batch;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MouthWork> run, IReadOnlyList<Mat> crops, CancellationToken cancellationToken)
    {
        (_run, _crops) = (run, crops);
        _own.Begin(run, crops, cancellationToken);
        _speaking.Clear();
        for (var i = 0; i < run.Count; i++)
        {
            var work = run[i];
            if (_speech[work.Output] > 0 && _boxes.Find(work.Base, work.Frame.Width, work.Frame.Height) is { } box)
            {
                Cut(work.Frame, box);
                _generator.SetFace(_speaking.Count, _face);
                _mel.CopyWindow(work.Output, _generator.Mel(_speaking.Count));
                _speaking.Add((i, box));
            }
        }

        if (_speaking.Count > 0)
        {
            _generator.Run(_speaking.Count, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public MouthPicture Picture(int index)
    {
        var slot = _speaking.FindIndex(s => s.Position == index);
        var work = _run[index];
        var weights = _own.Weights(work.Source, work.Shape);
        if (slot < 0)
        {
            return new MouthPicture(_own.Mouth(_crops[index], work.Mouths, work.Shape), weights);
        }

        _generator.GetFace(slot, _made);
        Place(_speaking[slot].Box, work.Source.ToPicture, _crops[index]);
        _colour.Apply(_mouth, _crops[index]);
        _mouth.ConvertTo(_result, MatType.CV_8UC3);
        var share = _speech[work.Output];
        if (share < 1)
        {
            Cv2.AddWeighted(_result, share, _own.Mouth(_crops[index], work.Mouths, work.Shape), 1 - share, 0, _result);
        }

        return new MouthPicture(_result, weights);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _own.Dispose();
        _generator.Dispose();
        _colour.Dispose();
        foreach (var mat in new[] { _edge, _part, _face, _made, _warped, _alpha, _alpha3, _current, _mouth, _result })
        {
            mat.Dispose();
        }
    }

    private static Mat Edge(int side)
    {
        var edge = new Mat(side, side, MatType.CV_32FC1);
        var values = new float[side * side];
        for (var i = 0; i < values.Length; i++)
        {
            var (x, y) = (i % side, i / side);
            var inside = Math.Min(Math.Min(x, side - 1 - x), Math.Min(y, side - 1 - y));
            values[i] = (float)Math.Clamp(inside / (Feather * side), 0, 1);
        }

        edge.SetArray(values);
        return edge;
    }

    // The box stretched to the network's square by linear sampling: what such networks were trained on.
    private void Cut(VideoFrame frame, FaceBox box)
    {
        var region = FrameRegion.Around([(box.Left, box.Top), (box.Right, box.Bottom)], 2, frame.Width, frame.Height);
        region.ToRgb(frame, _part);
        using var matrix = (box with { Left = box.Left - region.X, Right = box.Right - region.X, Top = box.Top - region.Y, Bottom = box.Bottom - region.Y }).ToSquare(_generator.Side);
        Cv2.WarpAffine(_part, _face, matrix, new Size(_generator.Side, _generator.Side), InterpolationFlags.Linear, BorderTypes.Replicate);
    }

    // What was made, in the crop; where the crop lies outside the face's box it shows the frame itself.
    private void Place(FaceBox box, Similarity toPicture, Mat current)
    {
        var map = _crop.ToPicture(toPicture);
        var finer = _generator.Side * map.Scale / Math.Max(box.Width, box.Height);
        if (finer > Finer)
        {
            Cv2.GaussianBlur(_made, _made, new Size(0, 0), 0.4 * finer);
        }

        using var toSquare = box.ToSquare(_generator.Side);
        using var fromCrop = FromCrop(toSquare, map);
        var size = new Size(_crop.Side, _crop.Side);
        Cv2.WarpAffine(_made, _warped, fromCrop, size, InterpolationFlags.Cubic | InterpolationFlags.WarpInverseMap, BorderTypes.Replicate);
        Cv2.WarpAffine(_edge, _alpha, fromCrop, size, InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Constant, Scalar.Black);
        Cv2.CvtColor(_alpha, _alpha3, ColorConversionCodes.GRAY2RGB);
        current.ConvertTo(_current, MatType.CV_32FC3);
        Cv2.Subtract(_warped, _current, _mouth);
        Cv2.Multiply(_mouth, _alpha3, _mouth);
        Cv2.Add(_mouth, _current, _mouth);
    }

    private static Mat FromCrop(Mat toSquare, Similarity map)
    {
        toSquare.GetArray(out double[] m);
        var matrix = new Mat(2, 3, MatType.CV_64FC1);
        matrix.SetArray(new[]
        {
            m[0] * map.A, -m[0] * map.B, (m[0] * map.X) + m[2],
            m[4] * map.B, m[4] * map.A, (m[4] * map.Y) + m[5],
        });
        return matrix;
    }
}

using OpenCvSharp;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// Puts an engine's mouths into frames: cuts the crops, lets the engine work, composites inside the mask.
/// Not thread-safe: one for each render.
/// </summary>
/// <param name="engine">Makes the mouths; disposed here.</param>
/// <param name="crop">The person's crop.</param>
/// <param name="mask">What is replaced in it.</param>
public sealed class MouthPainter(IMouthEngine engine, CropFrame crop, MouthMask mask) : IDisposable
{
    private readonly MouthCrop _cutter = new(crop, mask);
    private readonly Compositor _compositor = new(crop, mask);
    private readonly List<Mat> _crops = [];
    private readonly Mat _faded = new();

    /// <summary>Most frames of one run.</summary>
    public int RunLength => engine.RunLength;

    /// <summary>Paints the mouths of a run into its frames, inside the mask only.</summary>
    /// <param name="run">At most <see cref="RunLength"/> usable frames, in order; none is fine.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    public void Paint(IReadOnlyList<MouthWork> run, CancellationToken cancellationToken)
    {
        if (run.Count == 0)
        {
            return;
        }

        while (_crops.Count < run.Count)
        {
            _crops.Add(new Mat());
        }

        for (var i = 0; i < run.Count; i++)
        {
            _cutter.Cut(run[i].Frame, run[i].Source.ToPicture, _crops[i]);
        }

        engine.Begin(run, _crops, cancellationToken);
        for (var i = 0; i < run.Count; i++)
        {
            var picture = engine.Picture(i);
            if (run[i].Opacity < 1)
            {
                picture.Weights.ConvertTo(_faded, MatType.CV_32FC1, run[i].Opacity);
            }

            _compositor.Blend(run[i].Frame, run[i].Source.ToPicture, picture.Crop, run[i].Opacity < 1 ? _faded : picture.Weights);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        engine.Dispose();
        _cutter.Dispose();
        _compositor.Dispose();
        _crops.ForEach(c => c.Dispose());
        _faded.Dispose();
    }
}

using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Studio;

/// <summary>Compares harmonisers on an avatar's own footage.</summary>
internal static class HarmoniserComparison
{
    /// <summary>Remembered mouths nearer than this many frames would be the answer itself.</summary>
    public const int Near = 20;

    /// <summary>Renders frames of an avatar's own footage with their true shapes, by mouths of other moments, with several networks in one go.</summary>
    /// <param name="avatar">Whose.</param>
    /// <param name="shapes">True lips and jaw of all base frames.</param>
    /// <param name="frames">Remembered frames to render, in order.</param>
    /// <param name="harmonisers">Networks to compare, null for none, each with a finish.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    public static async Task<IReadOnlyList<MouthQuality>> MeasureAsync(
        AvatarPackage avatar, float[][] shapes, IReadOnlyList<int> frames, IReadOnlyList<(InferenceSession? Network, MouthFinish Finish)> harmonisers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(avatar);
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(harmonisers);
        var manifest = avatar.Manifest;
        var surroundings = avatar.Mouths.Samples.ToDictionary(s => s.Frame, s => s.Surroundings);
        float[][] wanted = [.. frames.Select(f => shapes[f])];
        var samples = MouthRetrieval.Choose(
            avatar.Mouths, wanted, [.. frames.Select(f => surroundings[f])], (t, frame) => Math.Abs(frames[t] - frame) <= Near);
        var renderers = harmonisers.Select(h => new MouthRenderer(avatar, h.Network, h.Finish)).ToArray();
        var measures = harmonisers.Select(_ => new PixelMeasures(manifest.Crop, manifest.Mask)).ToArray();
        try
        {
            using var cutter = new MouthCrop(manifest.Crop, manifest.Mask);
            using var crop = new Mat();
            var at = 0;
            var range = new VideoRange(frames[0], frames[^1] - frames[0] + 1);
            await foreach (var frame in VideoReader.ReadAsync(avatar.BasePath, range, cancellationToken).ConfigureAwait(false))
            {
                using (frame)
                {
                    if (at == frames.Count || frame.Index != frames[at])
                    {
                        continue;
                    }

                    var source = avatar.Frames[frames[at]];
                    cutter.Cut(frame, source.ToPicture, crop);
                    for (var i = 0; i < renderers.Length; i++)
                    {
                        measures[i].AddMouth(crop, renderers[i].Mouth(crop, samples[at], wanted[at]), renderers[i].Weights(source, wanted[at]), wanted[at]);
                    }

                    at++;
                }
            }

            return [.. measures.Select(m => new MouthQuality(m.MaskPsnr, m.LipsPsnr, m.Sharpness))];
        }
        finally
        {
            Array.ForEach(renderers, r => r.Dispose());
            Array.ForEach(measures, m => m.Dispose());
        }
    }
}

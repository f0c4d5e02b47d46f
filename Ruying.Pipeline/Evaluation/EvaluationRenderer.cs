using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Evaluation;

/// <summary>What one rendering pass made.</summary>
/// <param name="Path">The encoded clip.</param>
/// <param name="Shapes">Wanted lips and jaw of each frame, canonical, 106 numbers.</param>
/// <param name="Mouths">The remembered mouths that each frame was made of.</param>
public sealed record RenderedPass(string Path, IReadOnlyList<float[]> Shapes, ChosenMouths[] Mouths);

/// <summary>Renders a clip's own later frames with mouths of wanted shapes, and measures pixels on the way.</summary>
/// <param name="avatar">Built from the earlier frames.</param>
/// <param name="first">First tested frame.</param>
/// <param name="count">Tested frames.</param>
/// <param name="harmoniser">The network that harmonises the avatar's mouths; not disposed here; null for none.</param>
public sealed class EvaluationRenderer(AvatarPackage avatar, int first, int count, InferenceSession? harmoniser)
{
    /// <summary>Remembered mouths nearer than this to a tested frame would be the answer itself.</summary>
    private const int Forbidden = 20;

    /// <summary>How far outside the mask rounding may reach, pixels.</summary>
    private const double Rounding = 1.5;

    private List<float[]>? _around;

    /// <summary>Pixels outside the mask that rendering changed, of all frames so far; anything but 0 is a bug.</summary>
    public long OutsideDifference { get; private set; }

    /// <summary>Renders.</summary>
    /// <param name="shapes">Wanted lips and jaw of each tested frame, canonical, 106 numbers each.</param>
    /// <param name="real">Real lips and jaw of each tested frame.</param>
    /// <param name="path">Where to encode the result.</param>
    /// <param name="pixels">Takes the pixel measures; null skips them.</param>
    /// <param name="done">Called with the number of frames done; may be null.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    public async Task<RenderedPass> RenderAsync(
        IReadOnlyList<float[]> shapes, IReadOnlyList<float[]> real, string path, PixelMeasures? pixels, Action<int>? done = null, CancellationToken cancellationToken = default)
    {
        var manifest = avatar.Manifest;
        using var cutter = new MouthCrop(manifest.Crop, manifest.Mask);
        _around ??= await SurroundingsAsync(cutter, cancellationToken).ConfigureAwait(false);
        var samples = MouthRetrieval.Choose(avatar.Mouths, shapes, _around, (t, frame) => Math.Abs(first + t - frame) <= Forbidden);
        using var mouth = new MouthRenderer(avatar, harmoniser);
        using var compositor = new Compositor(manifest.Crop, manifest.Mask);
        using var crop = new Mat();
        await using var writer = new Media.VideoWriter(path, manifest.Width, manifest.Height);
        var at = 0;
        await foreach (var frame in VideoReader.ReadAsync(avatar.BasePath, new VideoRange(first, count), cancellationToken).ConfigureAwait(false))
        {
            using (frame)
            {
                var source = avatar.Frames[first + at];
                if (source.Usable)
                {
                    cutter.Cut(frame, source.ToPicture, crop);
                    var picture = mouth.Mouth(crop, samples[at], shapes[at]);
                    var weights = mouth.Weights(source, shapes[at]);
                    pixels?.AddMouth(crop, picture, weights, real[at]);
                    using var before = frame.Copy();
                    compositor.Blend(frame, source.ToPicture, picture, weights);
                    OutsideDifference += ChangedOutside(before, frame, source.ToPicture);
                }

                await writer.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
                at++;
                done?.Invoke(at);
            }
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return new RenderedPass(path, shapes, samples);
    }

    private async Task<List<float[]>> SurroundingsAsync(MouthCrop cutter, CancellationToken cancellationToken)
    {
        var around = new List<float[]>();
        using var crop = new Mat();
        await foreach (var frame in VideoReader.ReadAsync(avatar.BasePath, new VideoRange(first, count), cancellationToken).ConfigureAwait(false))
        {
            using (frame)
            {
                cutter.Cut(frame, avatar.Frames[(int)frame.Index].ToPicture, crop);
                around.Add([.. cutter.Surroundings(crop).Select(b => b / 255f)]);
            }
        }

        return around;
    }

    private long ChangedOutside(VideoFrame before, VideoFrame after, Similarity toPicture)
    {
        // Computed from the ellipse itself, not from the mask picture that the compositor blends with.
        var mask = avatar.Manifest.Mask;
        var toCrop = avatar.Manifest.Crop.ToPicture(toPicture).Inverse;
        var margin = 1 + (Rounding * toCrop.Scale / Math.Min(mask.RadiusX, mask.RadiusY));
        long changed = 0;
        for (var y = 0; y < after.Height; y++)
        {
            var a = before.Y.Slice(y * after.Width, after.Width);
            var b = after.Y.Slice(y * after.Width, after.Width);
            if (a.SequenceEqual(b))
            {
                continue;
            }

            for (var x = 0; x < after.Width; x++)
            {
                if (a[x] != b[x])
                {
                    var (cx, cy) = toCrop.Apply(x, y);
                    changed += mask.Radius(cx, cy) > margin ? 1 : 0;
                }
            }
        }

        return changed;
    }
}

using OpenCvSharp;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Rendering.Harmonising;

namespace Ruying.Pipeline.Studio;

/// <summary>Makes examples for the harmoniser of an avatar's own footage: each frame's mouth made from another moment's, beside the real one.</summary>
/// <param name="avatar">Whose footage.</param>
public sealed class ExampleMaker(AvatarPackage avatar)
{
    /// <summary>Most examples: 400 MB on disk.</summary>
    private const int Most = 6000;

    /// <summary>Frames of a block that a second choice may or may not take.</summary>
    private const int Block = 8;

    /// <summary>Writes the examples of some frames; the file appears whole or not at all.</summary>
    /// <param name="frames">Which of the remembered frames to show.</param>
    /// <param name="path">The file.</param>
    /// <param name="progress">0 to 1.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    public async Task WriteAsync(Func<int, bool> frames, string path, Action<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var manifest = avatar.Manifest;
        var real = avatar.ReadTrackedShapes();
        var chosen = avatar.Mouths.Samples.Where(s => frames(s.Frame)).ToArray();
        var step = Math.Max(1, (int)Math.Ceiling(chosen.Length / (double)Most));
        chosen = [.. chosen.Where((_, i) => i % step == 0)];
        var passes = Math.Clamp(Most / Math.Max(1, chosen.Length), 1, 4);
        var shapes = chosen.Select(s => real[s.Frame]).ToArray();
        var around = chosen.Select(s => s.Surroundings).ToArray();

        // The first choice is what rendering would take; the others do without half of the memory, so that large bends are learnt too.
        var sources = Enumerable.Range(0, passes).Select(pass => MouthRetrieval.Choose(
            avatar.Mouths, shapes, around, (t, frame) => Math.Abs(chosen[t].Frame - frame) <= HarmoniserComparison.Near || Hidden(frame, pass))).ToArray();

        using var cutter = new MouthCrop(manifest.Crop, manifest.Mask);
        using var mouth = new MouthRenderer(avatar, harmoniser: null, MouthFinish.None);
        using var view = new HarmoniserView(manifest.Crop, manifest.Mask);
        using var crop = new Mat();
        var example = new byte[HarmoniserExamples.Bytes];
        var at = 0;
        await using (var file = File.Create(path + ".new"))
        {
            await foreach (var frame in VideoReader.ReadAsync(avatar.BasePath, new VideoRange(0, chosen[^1].Frame + 1), cancellationToken).ConfigureAwait(false))
            {
                using (frame)
                {
                    if (at == chosen.Length || frame.Index != chosen[at].Frame)
                    {
                        continue;
                    }

                    var source = avatar.Frames[chosen[at].Frame];
                    cutter.Cut(frame, source.ToPicture, crop);
                    for (var pass = 0; pass < passes; pass++)
                    {
                        var mouths = sources[pass][at];
                        view.Write(crop, mouth.Mouth(crop, mouths, shapes[at]), avatar.Mouths.Samples[mouths.Detail].Shape, shapes[at], example);
                        HarmoniserExamples.WriteAnswer(crop, mouth.Weights(source, shapes[at]), manifest.Crop, shapes[at], example);
                        await file.WriteAsync(example, cancellationToken).ConfigureAwait(false);
                    }

                    at++;
                    progress?.Invoke((double)at / chosen.Length);
                }
            }
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    // A fixed pattern, so that the same footage gives the same examples.
    private static bool Hidden(int frame, int pass) => pass > 0 && (((uint)(frame / Block) * 2654435761u) >> (8 + pass) & 1) == 0;
}

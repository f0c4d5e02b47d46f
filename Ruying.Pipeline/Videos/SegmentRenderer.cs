using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Videos;

/// <summary>All that rendering needs, known before the first frame: any segment can be rendered alone, by any worker, in any order.</summary>
/// <param name="BaseFrames">Base frame of each output frame.</param>
/// <param name="Shapes">Lips and jaw of each output frame, canonical, 106 numbers each; computed when asked for.</param>
/// <param name="Mouths">Remembered mouths of each output frame.</param>
/// <param name="Opacity">How much of the rendered mouth shows in each output frame, 0 (the frame passes as it was) to 1.</param>
public sealed record RenderPlan(int[] BaseFrames, IReadOnlyList<float[]> Shapes, ChosenMouths[] Mouths, float[] Opacity)
{
    /// <summary>The plan of the first frames alone.</summary>
    /// <param name="frames">How many, no more than there are.</param>
    public RenderPlan First(int frames) => this with { BaseFrames = BaseFrames[..frames], Mouths = Mouths[..frames], Opacity = Opacity[..frames] };
}

/// <summary>Renders part of a video: decode, mouth, label, encode, as the frames come.</summary>
/// <param name="avatar">Who speaks.</param>
/// <param name="plan">What each frame shows.</param>
/// <param name="engine">Makes an engine for each segment; stays the caller's.</param>
/// <param name="label">The visible label, or null.</param>
public sealed class SegmentRenderer(AvatarPackage avatar, RenderPlan plan, MouthEngineFactory engine, LabelOverlay? label)
{
    /// <summary>Renders frames into a file, which appears whole or not at all.</summary>
    /// <param name="path">The MP4 without sound.</param>
    /// <param name="first">First output frame.</param>
    /// <param name="count">How many.</param>
    /// <param name="options">How to encode.</param>
    /// <param name="rendered">Called after each frame.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    public async Task RenderAsync(string path, int first, int count, VideoWriterOptions options, Action rendered, CancellationToken cancellationToken)
    {
        using var painter = new MouthPainter(engine.Make(), avatar.Manifest.Crop, avatar.Manifest.Mask);
        await using var writer = new VideoWriter(path, avatar.Manifest.Width, avatar.Manifest.Height, options);
        var run = new List<VideoFrame>(painter.RunLength);
        var at = first;
        try
        {
            await foreach (var frame in BaseFrameReader.ReadAsync(avatar.BasePath, plan.BaseFrames.AsMemory(first, count), cancellationToken).ConfigureAwait(false))
            {
                run.Add(frame);
                if (run.Count == painter.RunLength || at + run.Count == first + count)
                {
                    await RenderRunAsync(painter, writer, run, at, rendered, cancellationToken).ConfigureAwait(false);
                    at += run.Count;
                    Clear(run);
                }
            }
        }
        finally
        {
            Clear(run);
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RenderRunAsync(MouthPainter painter, VideoWriter writer, List<VideoFrame> run, int at, Action rendered, CancellationToken cancellationToken)
    {
        // A frame whose mouth cannot be seen passes as it was.
        painter.Paint([.. run.Select((frame, i) => Work(frame, at + i)).Where(w => w.Opacity > 0)], cancellationToken);
        for (var i = 0; i < run.Count; i++)
        {
            label?.Apply(run[i], at + i);
            await writer.WriteAsync(run[i], cancellationToken).ConfigureAwait(false);
            rendered();
        }
    }

    private MouthWork Work(VideoFrame frame, int output)
    {
        var source = plan.BaseFrames[output];
        return new MouthWork(output, source, avatar.Frames[source], frame, plan.Mouths[output], plan.Shapes[output], plan.Opacity[output]);
    }

    private static void Clear(List<VideoFrame> run)
    {
        run.ForEach(f => f.Dispose());
        run.Clear();
    }
}

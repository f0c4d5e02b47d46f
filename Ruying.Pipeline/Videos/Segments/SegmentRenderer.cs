using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Pictures;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Videos.Segments;

/// <summary>Renders part of a video: decode, mouth, label, encode, as the frames come.</summary>
/// <param name="avatar">Who speaks.</param>
/// <param name="plan">What each frame shows.</param>
/// <param name="engine">Makes an engine for each segment; stays the caller's.</param>
/// <param name="label">The visible label, or null.</param>
/// <param name="order">Which part is shown how large, and before what; null for all of it as filmed.</param>
/// <param name="folder">The work folder, where what <paramref name="order"/> needs lies.</param>
/// <param name="latest">Shows what is rendered; null where nobody watches.</param>
public sealed class SegmentRenderer(AvatarPackage avatar, RenderPlan plan, MouthEngineFactory engine, LabelOverlay? label, PictureOrder? order = null, string folder = "", LatestFrame? latest = null)
{
    private readonly int[] _places = Matte.Places(plan.BaseFrames);

    /// <summary>Renders frames into a file, which appears whole or not at all.</summary>
    /// <param name="path">The video without sound.</param>
    /// <param name="first">First output frame.</param>
    /// <param name="count">How many.</param>
    /// <param name="options">How to encode.</param>
    /// <param name="rendered">Called after each frame.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    public async Task RenderAsync(string path, int first, int count, VideoWriterOptions options, Action rendered, CancellationToken cancellationToken)
    {
        using var painter = new MouthPainter(engine.Make(), avatar.Manifest.Crop, avatar.Manifest.Mask);
        using var picture = new PicturePainter(order ?? new PictureOrder(Framing.Whole(avatar.Manifest.Width, avatar.Manifest.Height), new Background(), options.Format), folder);
        await using var mattes = picture.NeedsMatte ? BaseFrameReader.ReadAsync(Path.Combine(folder, Matte.FileName), _places.AsMemory(first, count), cancellationToken).GetAsyncEnumerator(cancellationToken) : null;
        await using var writer = new VideoWriter(path, picture.Width, picture.Height, options);
        var run = new List<VideoFrame>(painter.RunLength);
        var at = first;
        try
        {
            await foreach (var frame in BaseFrameReader.ReadAsync(avatar.BasePath, plan.BaseFrames.AsMemory(first, count), cancellationToken).ConfigureAwait(false))
            {
                run.Add(frame);
                if (run.Count == painter.RunLength || at + run.Count == first + count)
                {
                    await RenderRunAsync(painter, picture, mattes, writer, run, at, rendered, cancellationToken).ConfigureAwait(false);
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

    private async Task RenderRunAsync(
        MouthPainter painter, PicturePainter picture, IAsyncEnumerator<VideoFrame>? mattes, VideoWriter writer, List<VideoFrame> run, int at, Action rendered, CancellationToken cancellationToken)
    {
        // A frame whose mouth cannot be seen passes as it was.
        painter.Paint([.. run.Select((frame, i) => Work(frame, at + i)).Where(w => w.Opacity > 0)], cancellationToken);
        for (var i = 0; i < run.Count; i++)
        {
            using var matte = mattes is not null && await mattes.MoveNextAsync().ConfigureAwait(false) ? mattes.Current : null;
            var (shown, opacity) = picture.Paint(run[i], matte);
            using (shown)
            using (opacity)
            {
                label?.Apply(shown, at + i);
                if (opacity is not null)
                {
                    label?.Cover(opacity, at + i);
                }

                latest?.Show(shown);
                await writer.WriteAsync(shown, opacity, cancellationToken).ConfigureAwait(false);
            }

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

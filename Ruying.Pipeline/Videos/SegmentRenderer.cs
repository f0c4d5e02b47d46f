using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Videos;

/// <summary>All that rendering needs, known before the first frame: any segment can be rendered alone, by any worker, in any order.</summary>
/// <param name="BaseFrames">Base frame of each output frame.</param>
/// <param name="Shapes">Lips and jaw of each output frame, canonical, 106 numbers each.</param>
/// <param name="Samples">Remembered mouth of each output frame.</param>
/// <param name="Opacity">How much of the rendered mouth shows in each output frame, 0 (the frame passes as it was) to 1.</param>
public sealed record RenderPlan(int[] BaseFrames, float[][] Shapes, int[] Samples, float[] Opacity);

/// <summary>Renders part of a video: decode, mouth, label, encode, as the frames come.</summary>
/// <param name="avatar">Who speaks.</param>
/// <param name="plan">What each frame shows.</param>
/// <param name="label">The visible label, or null.</param>
public sealed class SegmentRenderer(AvatarPackage avatar, RenderPlan plan, LabelOverlay? label)
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
        using var mouth = new MouthRenderer(avatar.Mouths, avatar.Manifest.Crop, avatar.Manifest.Mask);
        await using var writer = new VideoWriter(path, avatar.Manifest.Width, avatar.Manifest.Height, options);
        var at = first;
        await foreach (var frame in BaseFrameReader.ReadAsync(avatar.BasePath, plan.BaseFrames.AsMemory(first, count), cancellationToken).ConfigureAwait(false))
        {
            using (frame)
            {
                var source = avatar.Frames[plan.BaseFrames[at]];

                // A frame whose mouth cannot be seen passes as it was.
                if (plan.Opacity[at] > 0)
                {
                    mouth.Render(frame, source, plan.Samples[at], plan.Shapes[at], plan.Opacity[at]);
                }

                label?.Apply(frame, at);
                await writer.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
                at++;
                rendered();
            }
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }
}

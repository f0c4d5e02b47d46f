using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Videos.Segments;

/// <summary>Renders segments of a video whose plan is made: all of them, or those that a helper takes.</summary>
/// <param name="engines">Make the mouths.</param>
public sealed class SegmentStage(MouthEngines engines)
{
    private static readonly VideoWriterOptions Encoding = new() { Keyint = 2 * Clock.FramesPerSecond };

    /// <summary>Renders what the crew gives, until it gives no more.</summary>
    /// <param name="avatar">Who speaks.</param>
    /// <param name="folder">The video's work folder, where the order, the plan and the sound lie.</param>
    /// <param name="crew">Says which.</param>
    /// <param name="report">Hears how much of the video is rendered, 0 to 1.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <returns>The video's segments in order; those that others render may not be there yet.</returns>
    /// <exception cref="ModelException">The engine's model is not there, or cannot be run.</exception>
    /// <exception cref="EnvironmentException"><c>segment.not_renderable</c>: nothing whole lies there, or it was ordered of the avatar as it was before; <c>disk.full</c>.</exception>
    public async Task<IReadOnlyList<string>> RenderAsync(AvatarPackage avatar, string folder, ISegmentCrew crew, Action<double> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(avatar);
        ArgumentNullException.ThrowIfNull(crew);
        var order = RenderOrder.Read(folder);
        if (order.Avatar != RenderOrder.Of(avatar) || PlanFile.Find(folder, new RenderPlanner(avatar)) is not var (motion, plan))
        {
            throw new EnvironmentException("segment.not_renderable", "What was planned for this video does not fit the avatar any more; the job plans anew when it is started again.");
        }

        var label = order.LabelSeconds == 0 ? null : new LabelOverlay(Provenance.Label, order.Picture.Framing.Width, order.Picture.Framing.Height, order.LabelSeconds);
        var encoding = Encoding with { Format = order.Picture.Format, Transparent = order.Picture.IsTransparent, CaptionsPath = order.Captions is { } captions ? Path.Combine(folder, captions) : null };
        using var engine = await engines.PrepareAsync(engines.Choose(order.Engine), avatar, SpokenTrack.SoundIn(folder), motion.Speech, cancellationToken).ConfigureAwait(false);
        using var latest = new LatestFrame(folder);
        var renderer = new SegmentRenderer(avatar, plan, engine, label, order.Picture, folder, latest);
        var board = new SegmentBoard(folder, plan.BaseFrames.Length, report, order.Picture.Format);
        await crew.BeginAsync(board, cancellationToken).ConfigureAwait(false);
        while (await crew.TakeAsync(cancellationToken).ConfigureAwait(false) is { } segment)
        {
            var (first, done) = (SegmentBoard.FirstFrameOf(segment), 0);
            await renderer.RenderAsync(
                board.PathOf(segment), first, board.FramesOf(segment), encoding with { FirstFrame = first }, () => board.Report(segment, ++done), cancellationToken).ConfigureAwait(false);
            await crew.FinishAsync(segment, cancellationToken).ConfigureAwait(false);
        }

        return [.. Enumerable.Range(0, board.Count).Select(board.PathOf)];
    }
}

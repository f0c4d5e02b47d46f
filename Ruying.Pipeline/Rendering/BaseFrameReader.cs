using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Rendering;

/// <summary>Plays a schedule: decodes the base's runs, forwards and backwards, a little ahead of the one who reads.</summary>
public static class BaseFrameReader
{
    private const int Ahead = 12;

    /// <summary>Decoding a frame for nothing is cheaper than starting another decoder.</summary>
    private const int LargestSkip = 4;

    /// <summary>The scheduled frames in order; dispose each.</summary>
    /// <param name="path">The base footage.</param>
    /// <param name="plan">Base frame of each output frame.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once.</param>
    public static async IAsyncEnumerable<VideoFrame> ReadAsync(
        string path, ReadOnlyMemory<int> plan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<VideoFrame>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        var playing = PlayAsync(path, plan, channel.Writer, stop.Token);
        try
        {
            await foreach (var frame in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return frame;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await playing.ConfigureAwait(false);
            while (channel.Reader.TryRead(out var left))
            {
                left.Dispose();
            }
        }
    }

    /// <summary>Splits a plan into runs that one decoder can play: in one direction, with frames left out or repeated here and there.</summary>
    /// <returns>The runs' parts of the plan in order, and the direction of each, 1 or -1.</returns>
    public static IEnumerable<(ReadOnlyMemory<int> Frames, int Step)> Runs(ReadOnlyMemory<int> plan)
    {
        for (var at = 0; at < plan.Length;)
        {
            var (count, step) = (1, 0);
            for (; at + count < plan.Length; count++)
            {
                var next = plan.Span[at + count] - plan.Span[at + count - 1];
                if (Math.Abs(next) > LargestSkip || (next != 0 && step != 0 && Math.Sign(next) != step))
                {
                    break;
                }

                step = next == 0 ? step : Math.Sign(next);
            }

            yield return (plan.Slice(at, count), step == 0 ? 1 : step);
            at += count;
        }
    }

    // Never throws: the channel carries the error to the reader.
    private static async Task PlayAsync(string path, ReadOnlyMemory<int> plan, ChannelWriter<VideoFrame> frames, CancellationToken stop)
    {
        try
        {
            foreach (var (run, step) in Runs(plan))
            {
                var first = run.Span[0];
                var at = 0;
                await foreach (var frame in VideoReader.ReadRunAsync(path, first, Math.Abs(run.Span[^1] - first) + 1, step, stop).ConfigureAwait(false))
                {
                    using (frame)
                    {
                        for (; at < run.Length && run.Span[at] == frame.Index; at++)
                        {
                            await WriteAsync(frames, frame.Copy(), stop).ConfigureAwait(false);
                        }
                    }
                }

                if (at != run.Length)
                {
                    throw new InvalidDataException($"The base footage gave {at} of {run.Length} frames from {first}.");
                }
            }

            frames.Complete();
        }
        catch (Exception e)
        {
            frames.Complete(e);
        }
    }

    private static async Task WriteAsync(ChannelWriter<VideoFrame> frames, VideoFrame frame, CancellationToken stop)
    {
        try
        {
            await frames.WriteAsync(frame, stop).ConfigureAwait(false);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Rendering;

/// <summary>Plays a schedule: decodes the base's runs, forwards and backwards, a little ahead of the one who reads.</summary>
public static class BaseFrameReader
{
    private const int Ahead = 12;

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

    /// <summary>Splits a plan into runs of neighbouring frames.</summary>
    /// <returns>First frame, number of frames, step 1 or -1.</returns>
    public static IEnumerable<(int First, int Count, int Step)> Runs(ReadOnlyMemory<int> plan)
    {
        for (var at = 0; at < plan.Length;)
        {
            var count = 1;
            var step = at + 1 < plan.Length && plan.Span[at + 1] == plan.Span[at] - 1 ? -1 : 1;
            while (at + count < plan.Length && plan.Span[at + count] == plan.Span[at + count - 1] + step)
            {
                count++;
            }

            yield return (plan.Span[at], count, step);
            at += count;
        }
    }

    // Never throws: the channel carries the error to the reader.
    private static async Task PlayAsync(string path, ReadOnlyMemory<int> plan, ChannelWriter<VideoFrame> frames, CancellationToken stop)
    {
        try
        {
            foreach (var (first, count, step) in Runs(plan))
            {
                var seen = 0;
                await foreach (var frame in VideoReader.ReadRunAsync(path, first, count, step, stop).ConfigureAwait(false))
                {
                    seen++;
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

                if (seen != count)
                {
                    throw new InvalidDataException($"The base footage gave {seen} of {count} frames from {first}.");
                }
            }

            frames.Complete();
        }
        catch (Exception e)
        {
            frames.Complete(e);
        }
    }
}

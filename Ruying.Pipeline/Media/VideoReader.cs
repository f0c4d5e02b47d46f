using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FFMpegCore;

namespace Ruying.Pipeline.Media;

/// <summary>Decodes our own normalised videos (MP4, H.264, 25 fps), exact to the frame, in bounded memory.</summary>
/// <remarks>
/// Each frame belongs to the one who reads it: dispose it. Leaving the loop early ends ffmpeg at once.
/// Errors: <see cref="FootageException"/> <c>file.missing</c>, <see cref="FfmpegFailedException"/> on a broken file.
/// </remarks>
public static class VideoReader
{
    // Two closed GOPs of a base video: every chunk of a backward run starts on a key frame.
    private const int Chunk = 2 * BaseGop;

    private const int QueuedFrames = 8;

    /// <summary>Frames of a closed GOP in the base video of an avatar.</summary>
    public const int BaseGop = 12;

    /// <summary>Frames in order.</summary>
    /// <param name="path">An MP4 that this library wrote.</param>
    /// <param name="range">Which frames; null for all. What lies past the end is left out.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once.</param>
    /// <returns>Frames with their position in the file as <see cref="VideoFrame.Index"/>.</returns>
    public static async IAsyncEnumerable<VideoFrame> ReadAsync(
        string path, VideoRange? range = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (range is { } r)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(r.First, nameof(range));
            ArgumentOutOfRangeException.ThrowIfLessThan(r.Count, 1, nameof(range));
        }

        using var files = new LinkedFiles();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<VideoFrame>(
            new BoundedChannelOptions(QueuedFrames) { SingleReader = true, SingleWriter = true });
        var decoding = DecodeAsync(files.Input(path), range, channel.Writer, stop.Token);
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
            await decoding.ConfigureAwait(false);
            while (channel.Reader.TryRead(out var left))
            {
                left.Dispose();
            }
        }
    }

    /// <summary>A run of frames as an avatar plays them: forwards, or backwards.</summary>
    /// <param name="path">An MP4 that this library wrote.</param>
    /// <param name="first">The frame that comes first, from 0.</param>
    /// <param name="count">How many frames, 1 or more; a backward run must not pass frame 0.</param>
    /// <param name="step">1 forwards, -1 backwards.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once.</param>
    /// <returns>Frames with their position in the file as <see cref="VideoFrame.Index"/>.</returns>
    public static IAsyncEnumerable<VideoFrame> ReadRunAsync(
        string path, int first, int count, int step, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(Math.Abs(step), 1, nameof(step));
        if (step > 0)
        {
            return ReadAsync(path, new VideoRange(first, count), cancellationToken);
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, first + 1);
        return ReadBackwardsAsync(path, first, count, cancellationToken);
    }

    private static async IAsyncEnumerable<VideoFrame> ReadBackwardsAsync(
        string path, int first, int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var last = first - count + 1;
        var next = ReadChunkAsync(path, ChunkBelow(first, last), stop.Token);
        Stack<VideoFrame> frames = new();
        try
        {
            for (var top = first; ;)
            {
                frames = await next.ConfigureAwait(false);
                var done = ChunkBelow(top, last);
                top = done.First - 1;
                // The chunk before is decoded while this one is played.
                var more = top >= last;
                next = more ? ReadChunkAsync(path, ChunkBelow(top, last), stop.Token) : Task.FromResult(new Stack<VideoFrame>());
                while (frames.TryPop(out var frame))
                {
                    yield return frame;
                }

                if (!more)
                {
                    yield break;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            Release(frames);
            await ReleaseAsync(next).ConfigureAwait(false);
        }
    }

    private static VideoRange ChunkBelow(int top, int last)
    {
        var start = Math.Max(last, top / Chunk * Chunk);
        return new VideoRange(start, top - start + 1);
    }

    private static async Task<Stack<VideoFrame>> ReadChunkAsync(string path, VideoRange range, CancellationToken cancellationToken)
    {
        var frames = new Stack<VideoFrame>(range.Count);
        try
        {
            await foreach (var frame in ReadAsync(path, range, cancellationToken).ConfigureAwait(false))
            {
                frames.Push(frame);
            }

            return frames;
        }
        catch
        {
            Release(frames);
            throw;
        }
    }

    private static async Task ReleaseAsync(Task<Stack<VideoFrame>> chunk)
    {
        try
        {
            Release(await chunk.ConfigureAwait(false));
        }
        catch (Exception)
        {
            // The consumer has left, or has seen this very error; its own must not be masked.
        }
    }

    private static void Release(Stack<VideoFrame> frames)
    {
        while (frames.TryPop(out var frame))
        {
            frame.Dispose();
        }
    }

    // Never throws: the channel carries the error to the reader, and after the reader has left nobody wants it.
    private static async Task DecodeAsync(
        string input, VideoRange? range, ChannelWriter<VideoFrame> frames, CancellationToken stop)
    {
        try
        {
            Exception? broken = null;
            var sink = new GuardedSink(new FrameSink(frames, range?.First ?? 0, stop), e => broken = e);
            var processor = FFMpegArguments
                .FromFileInput(input, verifyExists: false, options =>
                {
                    options.WithCustomArgument($"{FfmpegRun.Global} {FfmpegRun.FilesOnly} -f mov").WithThreads(FfmpegRun.Threads);
                    if (range is { First: > 0 } r)
                    {
                        // Half a frame early: no rounding of time stamps can then miss the frame.
                        var seconds = (r.First - 0.5) / Clock.FramesPerSecond;
                        options.WithCustomArgument(string.Create(CultureInfo.InvariantCulture, $"-ss {seconds:F4}"));
                    }
                })
                .OutputToPipe(sink, options =>
                {
                    options.WithCustomArgument("-map 0:v:0 -an -sn -dn -fps_mode passthrough -pix_fmt yuv420p");
                    if (range is { } r)
                    {
                        options.WithFrameCount(r.Count);
                    }
                });
            await FfmpegRun.RunAsync(processor, stop).ConfigureAwait(false);
            frames.Complete(broken);
        }
        catch (Exception e)
        {
            frames.Complete(e);
        }
    }
}

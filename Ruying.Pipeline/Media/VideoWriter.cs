using System.Globalization;
using FFMpegCore;
using FFMpegCore.Pipes;

namespace Ruying.Pipeline.Media;

/// <summary>
/// Encodes frames to an MP4 (H.264, yuv420p) or a WebM (VP9, yuv420p or yuva420p), 25 fps, bt709, limited range, as they come. The file
/// appears under its name when it is complete, or not at all.
/// </summary>
/// <remarks>Not for several threads at once.</remarks>
public sealed class VideoWriter : IAsyncDisposable
{
    private readonly LinkedFiles _files = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<Stream> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _path;
    private readonly string _partial;
    private readonly Task _encoding;
    private readonly bool _transparent;
    private bool _disposed;

    /// <summary>Starts the encoder.</summary>
    /// <param name="path">Where the video will be; an older file there is replaced on completion.</param>
    /// <param name="width">Pixels, even.</param>
    /// <param name="height">Pixels, even.</param>
    /// <param name="options">How to encode; null for the defaults.</param>
    public VideoWriter(string path, int width, int height, VideoWriterOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 2);
        options ??= new VideoWriterOptions();
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.Preset.All(char.IsAsciiLetterLower), true, nameof(options));
        if (options is { Transparent: true, Format: not VideoFormat.WebM })
        {
            throw new ArgumentException("Only a WebM can be transparent.", nameof(options));
        }

        (_path, Width, Height, _transparent) = (path, width, height, options.Transparent);
        var output = _files.Output(path, out _partial);
        var processor = FFMpegArguments
            .FromPipeInput(new Source(_connected, _finished.Task), o => o.WithCustomArgument(string.Create(CultureInfo.InvariantCulture,
                $"{FfmpegRun.Global} -f rawvideo -pix_fmt {(_transparent ? "yuva420p" : "yuv420p")} -s {width}x{height} -framerate {Clock.FramesPerSecond}")))
            .OutputToFile(output, overwrite: true, o => o.WithCustomArgument(options.Format == VideoFormat.WebM ? Vp9Arguments.For(options, Captions(options)) : H264Arguments.For(options, before: Captions(options))));
        var log = options.LogFolder is null ? null : Path.Combine(options.LogFolder, $"{Path.GetFileName(path)}.ffmpeg.log");
        _encoding = FfmpegRun.RunAsync(processor, _stop.Token, logPath: log);
    }

    /// <summary>Pixels of every frame.</summary>
    public int Width { get; }

    /// <summary>Pixels of every frame.</summary>
    public int Height { get; }

    /// <summary>Frames written so far.</summary>
    public long Frames { get; private set; }

    /// <inheritdoc cref="WriteAsync(VideoFrame, VideoFrame?, CancellationToken)"/>
    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken = default) => WriteAsync(frame, opacity: null, cancellationToken);

    /// <summary>Hands one frame to the encoder. The frame stays the caller's, free to reuse when the task completes.</summary>
    /// <param name="frame">A frame of this video's size; its index is not looked at.</param>
    /// <param name="opacity">How opaque each pixel is, 0 to 255, as the luma of a frame of this size; null of a video that is not transparent.</param>
    /// <param name="cancellationToken">Stops waiting for the encoder; the video is then good for nothing.</param>
    /// <exception cref="EnvironmentException"><c>disk.full</c>, <c>program.missing</c>.</exception>
    /// <exception cref="FfmpegFailedException">ffmpeg gave up.</exception>
    public async ValueTask WriteAsync(VideoFrame frame, VideoFrame? opacity, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (frame.Width != Width || frame.Height != Height)
        {
            throw new ArgumentException($"The frame is {frame.Width}x{frame.Height}, the video {Width}x{Height}.", nameof(frame));
        }

        if ((opacity is not null) != _transparent || (opacity is not null && (opacity.Width != Width || opacity.Height != Height)))
        {
            throw new ArgumentException("The frames of a transparent video come with their opacity, of the same size, and no others.", nameof(opacity));
        }

        await Task.WhenAny(_connected.Task, _encoding).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!_connected.Task.IsCompleted)
        {
            await EndedEarlyAsync().ConfigureAwait(false);
        }

        try
        {
            var stream = await _connected.Task.ConfigureAwait(false);
            await stream.WriteAsync(frame.Memory, cancellationToken).ConfigureAwait(false);
            if (opacity is not null)
            {
                await stream.WriteAsync(opacity.Memory[..(Width * Height)], cancellationToken).ConfigureAwait(false);
            }

            Frames++;
        }
        catch (Exception e) when (e is IOException || (e is ObjectDisposedException or InvalidOperationException && _encoding.IsCompleted))
        {
            await EndedEarlyAsync(e).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the encoder and puts the file in its place.</summary>
    /// <param name="cancellationToken">Ends the encoder; no file is left.</param>
    /// <exception cref="InvalidOperationException">No frame was written.</exception>
    /// <exception cref="EnvironmentException"><c>disk.full</c>, <c>program.missing</c>.</exception>
    /// <exception cref="FfmpegFailedException">ffmpeg gave up.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Frames == 0)
        {
            throw new InvalidOperationException("A video needs at least one frame.");
        }

        _finished.TrySetResult();
        await using var registration = cancellationToken.Register(_stop.Cancel);
        await _encoding.ConfigureAwait(false);
        File.Move(_partial, _path, overwrite: true);
    }

    /// <summary>Ends the encoder; an unfinished file is deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _stop.CancelAsync().ConfigureAwait(false);
        _finished.TrySetResult();
        await _encoding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        File.Delete(_partial);
        _files.Dispose();
        _stop.Dispose();
    }

    // The file's clock is the whole video's, this one may begin in its middle.
    private string Captions(VideoWriterOptions options) => options.CaptionsPath is not { } path ? "" : string.Create(CultureInfo.InvariantCulture,
        $"setpts=PTS+{options.FirstFrame}/{Clock.FramesPerSecond}/TB,ass=filename={FfmpegRun.FilterValue(_files.Input(path))}{(_transparent ? ":alpha=1" : "")},setpts=PTS-STARTPTS,");

    private async Task EndedEarlyAsync(Exception? cause = null)
    {
        await _encoding.ConfigureAwait(false);
        throw new IOException("ffmpeg ended before the video did.", cause);
    }

    /// <summary>Hands ffmpeg's pipe out, and holds it open until all is written.</summary>
    private sealed class Source(TaskCompletionSource<Stream> connected, Task finished) : IPipeSource
    {
        public string GetStreamArguments() => string.Empty;

        public async Task WriteAsync(Stream outputStream, CancellationToken cancellationToken)
        {
            connected.TrySetResult(outputStream);
            await finished.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}

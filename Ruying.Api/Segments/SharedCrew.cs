using Ruying.Api.Data;
using Ruying.Api.Storage;
using Ruying.Pipeline.Videos.Segments;

namespace Ruying.Api.Segments;

/// <summary>One worker among several that render a video's segments: takes one at a time, and says every second that it is at it.</summary>
internal abstract class SharedCrew(JobRow job, SegmentStore segments, SharedWork shared, TimeProvider time, ILogger logger) : ISegmentCrew
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly PeriodicTimer _timer = new(Beat, time);
    private DateTime _latest;
    private Task _beating = Task.CompletedTask;
    private volatile Held? _held;

    /// <summary>The attempt that offers the segments.</summary>
    protected JobRow Job => job;

    protected SegmentStore Segments => segments;

    protected SharedWork Shared => shared;

    protected TimeProvider Time => time;

    protected ILogger Logger => logger;

    /// <summary>The video's segments; known when the rendering begins.</summary>
    protected SegmentBoard Board { get; private set; } = null!;

    public virtual Task BeginAsync(SegmentBoard board, CancellationToken cancellationToken)
    {
        Board = board;
        _beating = BeatAsync();
        return Task.CompletedTask;
    }

    public abstract Task<int?> TakeAsync(CancellationToken cancellationToken);

    public virtual async Task FinishAsync(int segment, CancellationToken cancellationToken)
    {
        if (_held is { } held && held.Segment == segment)
        {
            _held = null;
            try
            {
                await segments.FinishAsync(job, segment, held.Claim, Board.FramesOf(segment), cancellationToken);
            }
            catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
            {
                // It is there; whoever takes it next finds it so.
                logger.LogWarning("Segment {Segment} of job {Job} is rendered, which could not be written: {Reason}", segment, job.Id, exception.Message);
            }
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _beating;
        if (_held is { } held)
        {
            _held = null;
            await TryAsync(() => segments.FreeAsync(job, held.Segment, held.Claim, CancellationToken.None));
        }
    }

    /// <summary>Takes the first free segment that is not rendered.</summary>
    protected async Task<int?> ClaimAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var claim = Ids.New(time);
            if (await segments.TryClaimAsync(job, claim, cancellationToken) is not { } segment)
            {
                return null;
            }

            _held = new Held(segment, claim);
            if (!Board.IsThere(segment))
            {
                return segment;
            }

            // Its maker could not say so.
            Board.Report(segment, Board.FramesOf(segment));
            await FinishAsync(segment, cancellationToken);
        }
    }

    /// <summary>The segment that this worker renders is not its own any more.</summary>
    protected abstract void Lose(int segment);

    /// <summary>Once a second, after the sign of life.</summary>
    protected virtual Task LookAsync() => Task.CompletedTask;

    /// <summary>Does what can be left undone while the database or the store is away.</summary>
    protected async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or StorageException || DatabaseErrors.IsUnavailable(exception))
        {
            logger.LogWarning("The segments of job {Job} could not be read or written: {Reason}", job.Id, exception.Message);
        }
    }

    private async Task BeatAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            await TryAsync(async () =>
            {
                if (_held is { } held && !await segments.TryReportAsync(job, held.Segment, held.Claim, Board.DoneOf(held.Segment), CancellationToken.None) && _held == held)
                {
                    Lose(held.Segment);
                }

                await LookAsync();
                await ShowAsync();
            });
        }
    }

    /// <summary>Shows people what was rendered last, where that lies on this machine only.</summary>
    private async Task ShowAsync()
    {
        var written = File.GetLastWriteTimeUtc(Path.Combine(Board.Folder, LatestFrame.FileName));
        if (written != _latest)
        {
            _latest = written;
            await shared.PutLatestAsync(job.Id, Board.Folder, CancellationToken.None);
        }
    }

    private sealed record Held(int Segment, string Claim);
}

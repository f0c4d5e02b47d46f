using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Pipeline.Videos.Segments;

namespace Ruying.Api.Segments;

/// <summary>The worker that runs the job: offers the segments, renders those that nobody else takes, and waits for the others'.</summary>
internal sealed class OwnCrew(JobRow job, SegmentStore segments, SharedWork shared, JobDispatcher dispatcher, TimeProvider time, ILogger logger) : SharedCrew(job, segments, shared, time, logger)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>What a network file system may take to show here what another machine has written.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(20);

    private readonly HashSet<int> _others = [];

    public override async Task BeginAsync(SegmentBoard board, CancellationToken cancellationToken)
    {
        await base.BeginAsync(board, cancellationToken);
        await TryAsync(async () =>
        {
            await Shared.PutPlanAsync(Job.Id, board.Folder, cancellationToken);
            await Segments.OfferAsync(Job, board, cancellationToken);
            dispatcher.Offer(Job.WantedDevice, Enumerable.Range(0, board.Count).Count(s => !board.IsThere(s)) - 1);
        });
    }

    public override async Task<int?> TakeAsync(CancellationToken cancellationToken)
    {
        var start = Time.GetTimestamp();
        while (true)
        {
            try
            {
                if (await ClaimAsync(cancellationToken) is { } segment)
                {
                    return segment;
                }

                var rows = await Segments.ListAsync(Job, cancellationToken);
                if (rows.Count == 0)
                {
                    // Nothing could be offered.
                    return Board.FirstMissing;
                }

                Tell(rows);
                if (!rows.All(row => row.IsDone))
                {
                    start = Time.GetTimestamp();
                }
                else if (Board.FirstMissing is not { } missing)
                {
                    return null;
                }
                else if (!await TryBringAsync(missing, cancellationToken) && Time.GetElapsedTime(start) > Lag)
                {
                    Logger.LogWarning("Segment {Segment} of job {Job} is said to be rendered and is not there; it is rendered again", missing, Job.Id);
                    await Segments.ReopenAsync(Job, missing, cancellationToken);
                }
            }
            catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
            {
                // Nobody can tell who is at which: rendered twice is better than not.
                return Board.FirstMissing;
            }

            await Task.Delay(Poll, Time, cancellationToken);
        }
    }

    public override async Task FinishAsync(int segment, CancellationToken cancellationToken)
    {
        // So that another attempt, on another machine, goes on from here.
        await TryAsync(() => Shared.PutSegmentAsync(Job.Id, Board.Folder, segment, cancellationToken));
        await base.FinishAsync(segment, cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await TryAsync(() => Segments.RemoveAsync(Job, CancellationToken.None));
    }

    // Rendered by two, the faster one's counts. That the job was cancelled or taken over its own watchdog sees.
    protected override void Lose(int segment) => Logger.LogInformation("Segment {Segment} of job {Job} was taken by another too", segment, Job.Id);

    protected override async Task LookAsync() => Tell(await Segments.ListAsync(Job, CancellationToken.None));

    private async Task<bool> TryBringAsync(int segment, CancellationToken cancellationToken)
    {
        await TryAsync(() => Shared.BringSegmentAsync(Job.Id, Board.Folder, segment, cancellationToken));
        return Board.IsThere(segment);
    }

    private void Tell(IReadOnlyList<SegmentRow> rows)
    {
        foreach (var row in rows)
        {
            Board.Report(row.Number, row.Frames);
            bool isNew;
            lock (_others)
            {
                isNew = row is { IsDone: true, Worker: not null } && row.Worker != Job.Worker && _others.Add(row.Number);
            }

            if (isNew)
            {
                Logger.LogInformation("Segment {Segment} of job {Job} was rendered by {Worker}", row.Number, Job.Id, row.Worker);
            }
        }
    }
}

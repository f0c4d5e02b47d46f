using Ruying.Api.Data;
using Ruying.Pipeline;

namespace Ruying.Api.Jobs;

/// <summary>Writes a job's progress to its row: the latest only, four times a second at most, never backwards.</summary>
public sealed class JobProgress : IProgress<StageProgress>, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly JobRow _job;
    private readonly JobStore _jobs;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly Task _writing;
    private readonly Lock _gate = new();
    private readonly JobPace _pace;
    private (string Stage, int Percent)? _latest;
    private int _percent;

    public JobProgress(JobRow job, JobStore jobs, TimeProvider time, ILogger logger)
    {
        _job = job;
        _jobs = jobs;
        _logger = logger;
        _percent = job.Percent;
        _pace = new JobPace(job.Percent, time);
        _timer = new PeriodicTimer(Interval, time);
        _writing = WriteAsync();
    }

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        lock (_gate)
        {
            _percent = Math.Max(_percent, StageShares.Percent(_job.Kind, value));
            _latest = (value.Stage, _percent);
        }
    }

    /// <summary>Writes what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _writing;
    }

    private async Task WriteAsync()
    {
        (string Stage, int Percent, DateTimeOffset? Eta)? written = null;
        for (var more = true; more;)
        {
            more = await _timer.WaitForNextTickAsync();
            (string Stage, int Percent)? latest;
            lock (_gate)
            {
                latest = _latest;
            }

            if (latest is { } known && (known.Stage, known.Percent, Eta: _pace.Eta(known.Percent)) is var now && now != written)
            {
                try
                {
                    await _jobs.TryReportAsync(_job.Id, now.Stage, now.Percent, now.Eta, CancellationToken.None);
                    written = now;
                }
                catch (Exception exception) when (exception is System.Data.Common.DbException)
                {
                    // A job does not fail because its percentage could not be told.
                    _logger.LogWarning(exception, "Progress of job {Job} was not written", _job.Id);
                }
            }
        }
    }
}

using Ruying.Api.Data;
using Ruying.Pipeline;

namespace Ruying.Api.Jobs;

/// <summary>
/// Writes a job's progress to its row: the latest only, four times a second at most, never backwards; and looks once a second whether the
/// job is still to run, wherever it was cancelled.
/// </summary>
public sealed class JobProgress : IProgress<StageProgress>, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Ticks between two looks.</summary>
    private const int LookEvery = 4;

    private readonly JobRow _job;
    private readonly Action _lost;
    private readonly JobStore _jobs;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly Task _writing;
    private readonly Lock _gate = new();
    private readonly JobPace _pace;
    private (string Stage, int Percent)? _latest;
    private int _percent;

    /// <summary>Begins to write.</summary>
    /// <param name="job">The job, running.</param>
    /// <param name="jobs">Where it is written.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears what could not be written.</param>
    /// <param name="lost">Called once when the job is not running any more.</param>
    public JobProgress(JobRow job, JobStore jobs, TimeProvider time, ILogger logger, Action lost)
    {
        _lost = lost;
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
        var ours = true;
        var quiet = 0;
        for (var more = true; more && ours;)
        {
            more = await _timer.WaitForNextTickAsync();
            (string Stage, int Percent)? latest;
            lock (_gate)
            {
                latest = _latest;
            }

            (string Stage, int Percent, DateTimeOffset? Eta)? news = latest is { } known ? (known.Stage, known.Percent, _pace.Eta(known.Percent)) : null;
            if (news != written || ++quiet >= LookEvery)
            {
                try
                {
                    ours = news is { } now && now != written
                        ? await _jobs.TryReportAsync(_job.Id, now.Stage, now.Percent, now.Eta, CancellationToken.None)
                        : await _jobs.FindAsync(_job.Id, CancellationToken.None) is { State: JobState.Running };
                    (written, quiet) = (news, 0);
                }
                catch (Exception exception) when (exception is System.Data.Common.DbException)
                {
                    // A job does not fail because its percentage could not be told.
                    _logger.LogWarning(exception, "Progress of job {Job} was not written", _job.Id);
                }
            }
        }

        if (!ours)
        {
            _lost();
        }
    }
}

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
    private readonly Action<JobLoss> _lost;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly JobStore _jobs;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly Task _writing;
    private readonly Lock _gate = new();
    private readonly JobPace _pace;
    private readonly FramePace _frames;
    private (StageProgress Progress, int Percent)? _latest;
    private int _percent;

    /// <summary>Begins to write.</summary>
    /// <param name="job">The job, running.</param>
    /// <param name="jobs">Where it is written.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears what could not be written.</param>
    /// <param name="lost">Called once when the attempt must end.</param>
    /// <param name="patience">How long the database may be silent until nobody can be sure that the job is still this attempt's.</param>
    public JobProgress(JobRow job, JobStore jobs, TimeProvider time, ILogger logger, Action<JobLoss> lost, TimeSpan patience)
    {
        _time = time;
        _patience = patience;
        _lost = lost;
        _job = job;
        _jobs = jobs;
        _logger = logger;
        _percent = job.Percent;
        _pace = new JobPace(job.Percent, time);
        _frames = new FramePace(time);
        _timer = new PeriodicTimer(Interval, time);
        _writing = WriteAsync();
    }

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        lock (_gate)
        {
            _percent = Math.Max(_percent, StageShares.Percent(_job.Kind, value));
            _latest = (value, _percent);
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
        (string Stage, int Percent, DateTimeOffset? Eta, double? Frames)? written = null;
        JobLoss? loss = null;
        var quiet = 0;
        var answered = _time.GetTimestamp();
        for (var more = true; more && loss is null;)
        {
            more = await _timer.WaitForNextTickAsync();
            (StageProgress Progress, int Percent)? latest;
            lock (_gate)
            {
                latest = _latest;
            }

            (string Stage, int Percent, DateTimeOffset? Eta, double? Frames)? news = latest is { } known ? (known.Progress.Stage, known.Percent, _pace.Eta(known.Percent), _frames.Next(known.Progress)) : null;
            if (news != written || ++quiet >= LookEvery)
            {
                try
                {
                    var ours = news is { } now && now != written
                        ? await _jobs.TryReportAsync(_job, now.Stage, now.Percent, now.Eta, now.Frames, CancellationToken.None)
                        : await _jobs.IsHeldAsync(_job, CancellationToken.None);
                    (written, quiet, answered) = (news, 0, _time.GetTimestamp());
                    loss = ours ? null : JobLoss.Gone;
                }
                catch (Exception exception) when (exception is System.Data.Common.DbException || DatabaseErrors.IsUnavailable(exception))
                {
                    // A job does not fail because its percentage could not be told.
                    _logger.LogWarning("Progress of job {Job} was not written: {Reason}", _job.Id, exception.Message);
                    loss = _time.GetElapsedTime(answered) > _patience ? JobLoss.Unsure : null;
                }
            }
        }

        if (loss is { } reason)
        {
            _lost(reason);
        }
    }
}

using System.Diagnostics;
using Ruying.Api.Data;
using Ruying.Pipeline;

namespace Ruying.Api.Telemetry;

/// <summary>One attempt at a job: hears its progress, and tells how long each stage and the whole took.</summary>
internal sealed class JobTrace : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _running = [];
    private readonly Dictionary<string, double> _seconds = [];
    private readonly JobRow _job;
    private readonly ActivitySource _source;
    private readonly ServiceMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _start;
    private readonly Activity? _span;

    public JobTrace(JobRow job, ActivitySource source, ServiceMetrics metrics, TimeProvider time)
    {
        _job = job;
        _source = source;
        _metrics = metrics;
        _time = time;
        _start = time.GetUtcNow();

        // A root of its own: who asked for the job has had an answer long ago.
        Activity.Current = null;
        _span = source.StartActivity("job " + ServiceMetrics.Word(job.Kind), ActivityKind.Consumer, parentContext: default);
        _span?.SetTag("ruying.job.id", job.Id).SetTag("ruying.job.kind", ServiceMetrics.Word(job.Kind))
            .SetTag("ruying.subject.id", job.SubjectId).SetTag("ruying.job.attempt", job.Attempt);
    }

    /// <summary>Hands progress on and keeps the time by it.</summary>
    public IProgress<StageProgress> Follow(IProgress<StageProgress> next) => new Follower(this, next);

    /// <summary>The job ended.</summary>
    public void End(JobState state, string? code = null)
    {
        _span?.SetTag("ruying.job.state", ServiceMetrics.Word(state));
        if (code is not null)
        {
            _span?.SetTag("error.type", code).SetStatus(ActivityStatusCode.Error, code);
        }

        _metrics.JobEnded(_job.Kind, state, code, (_time.GetUtcNow() - _start).TotalSeconds);
    }

    /// <summary>The attempt is over; stages that did not come to their end are spans with an error and no measurement.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var (stage, start) in _running)
            {
                AddSpan(stage, start, _time.GetUtcNow())?.SetStatus(ActivityStatusCode.Error, "not completed").Dispose();
            }

            _running.Clear();
        }

        _span?.Dispose();
    }

    private void Hear(StageProgress progress)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (progress.Fraction < 1)
            {
                _running.TryAdd(progress.Stage, now);
            }
            else if (_running.Remove(progress.Stage, out var start) && _seconds.TryAdd(progress.Stage, (now - start).TotalSeconds))
            {
                AddSpan(progress.Stage, start, now)?.Dispose();
                _metrics.StageEnded(_job.Kind, progress.Stage, _seconds[progress.Stage]);
            }
        }
    }

    // Made when the stage is over, so that it is nobody's current span on whatever thread reported.
    private Activity? AddSpan(string stage, DateTimeOffset start, DateTimeOffset end)
    {
        var current = Activity.Current;
        var span = _source.StartActivity("stage " + stage, ActivityKind.Internal, _span?.Context ?? default, startTime: start);
        span?.SetTag("ruying.job.id", _job.Id).SetTag("ruying.stage", stage).SetEndTime(end.UtcDateTime);
        Activity.Current = current;
        return span;
    }

    private sealed class Follower(JobTrace trace, IProgress<StageProgress> next) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            trace.Hear(value);
            next.Report(value);
        }
    }
}

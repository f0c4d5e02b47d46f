using System.Diagnostics.Metrics;
using Ruying.Api.Data;

namespace Ruying.Api.Telemetry;

/// <summary>What the service counts and times as it happens; <see cref="StandMetrics"/> tells how things stand. Names are listed in <c>docs/operation.md</c>.</summary>
public sealed class ServiceMetrics : IDisposable
{
    /// <summary>The name of our meter and of our traces' source.</summary>
    public const string Name = "Ruying";

    private readonly Meter _meter;
    private readonly Histogram<double> _stages;
    private readonly Histogram<double> _jobs;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _renderRate;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _uploaded;

    public ServiceMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _stages = _meter.CreateHistogram<double>("ruying.stage.duration", "s", "How long a stage of a job took");
        _jobs = _meter.CreateHistogram<double>("ruying.job.duration", "s", "How long a job's last attempt took until it ended");
        _ended = _meter.CreateCounter<long>("ruying.jobs.ended", "{job}", "Jobs that ended, by state and error code");
        _renderRate = _meter.CreateHistogram<double>("ruying.render.rate", "{frame}/s", "Frames a second of one video's render stage");
        _frames = _meter.CreateCounter<long>("ruying.render.frames", "{frame}", "Frames of finished videos");
        _uploaded = _meter.CreateCounter<long>("ruying.upload.size", "By", "Bytes of files taken from clients");
    }

    /// <summary>A stage came to its end.</summary>
    public void StageEnded(JobKind kind, string stage, double seconds) =>
        _stages.Record(seconds, new KeyValuePair<string, object?>("kind", Word(kind)), new KeyValuePair<string, object?>("stage", stage));

    /// <summary>A job came to its end.</summary>
    /// <param name="kind">What it was to make.</param>
    /// <param name="state">A final state.</param>
    /// <param name="code">Why it failed; null when it did not.</param>
    /// <param name="seconds">Of its last attempt; null when it never began.</param>
    public void JobEnded(JobKind kind, JobState state, string? code, double? seconds)
    {
        KeyValuePair<string, object?> kindTag = new("kind", Word(kind)), stateTag = new("state", Word(state));
        _ended.Add(1, kindTag, stateTag, new KeyValuePair<string, object?>("code", code ?? "none"));
        if (seconds is { } took)
        {
            _jobs.Record(took, kindTag, stateTag);
        }
    }

    /// <summary>A video was rendered.</summary>
    /// <param name="frames">Its frames.</param>
    /// <param name="seconds">Of the stage that rendered them; null when an earlier attempt had done so.</param>
    public void Rendered(int frames, double? seconds)
    {
        _frames.Add(frames);
        if (seconds > 0)
        {
            _renderRate.Record(frames / seconds.Value);
        }
    }

    /// <summary>A file was taken from a client.</summary>
    public void Uploaded(long bytes) => _uploaded.Add(bytes);

    public void Dispose() => _meter.Dispose();

    internal static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Storage;

namespace Ruying.Api.Telemetry;

/// <summary>How things stand whenever somebody asks: jobs that wait and run, how long the first has waited, room on the disk.</summary>
internal sealed class StandMetrics : IHostedService, IDisposable
{
    private static readonly JobKind[] Kinds = Enum.GetValues<JobKind>();

    private readonly Meter _meter;
    private readonly IDbContextFactory<RuyingDb> _databases;
    private readonly DataFolder _data;
    private readonly TimeProvider _time;

    public StandMetrics(IMeterFactory meters, IDbContextFactory<RuyingDb> databases, DataFolder data, TimeProvider time)
    {
        _meter = meters.Create(ServiceMetrics.Name);
        _databases = databases;
        _data = data;
        _time = time;
    }

    /// <summary>From here on: before it the tables need not be there.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _meter.CreateObservableGauge("ruying.jobs.queued", () => Count(JobState.Queued), "{job}", "Jobs that wait");
        _meter.CreateObservableGauge("ruying.jobs.running", () => Count(JobState.Running), "{job}", "Jobs that run");
        _meter.CreateObservableGauge("ruying.queue.age", Age, "s", "How long the job that waits longest has waited; 0 when none does");
        _meter.CreateObservableGauge("ruying.disk.free", Free, "By", "Room on the data folder's disk");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private List<Measurement<long>> Count(JobState state)
    {
        using var db = _databases.CreateDbContext();
        var found = db.Jobs.Where(j => j.State == state).GroupBy(j => j.Kind).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionary(g => g.Key, g => g.Count);
        return [.. Kinds.Select(kind => new Measurement<long>(found.GetValueOrDefault(kind), Tag(kind)))];
    }

    private List<Measurement<double>> Age()
    {
        using var db = _databases.CreateDbContext();
        var oldest = db.Jobs.Where(j => j.State == JobState.Queued)
            .GroupBy(j => j.Kind).Select(g => new { g.Key, First = g.Min(j => j.CreatedAt) }).ToDictionary(g => g.Key, g => g.First);
        var now = _time.GetUtcNow();
        return [.. Kinds.Select(kind => new Measurement<double>(
            oldest.TryGetValue(kind, out var first) ? Math.Max(0, (now - first).TotalSeconds) : 0, Tag(kind)))];
    }

    private long Free() => new DriveInfo(_data.Root).AvailableFreeSpace;

    private static KeyValuePair<string, object?> Tag(JobKind kind) => new("kind", ServiceMetrics.Word(kind));
}

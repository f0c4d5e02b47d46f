using System.Diagnostics;
using Ruying.Api.Data;

namespace Ruying.Api.Telemetry;

/// <summary>Follows jobs: one span each, one a stage, and the metrics of both.</summary>
public sealed class JobTraces(ServiceMetrics metrics, TimeProvider time) : IDisposable
{
    private readonly ActivitySource _source = new(ServiceMetrics.Name);

    /// <summary>Follows one attempt at a job until the trace is disposed of.</summary>
    internal JobTrace Start(JobRow job) => new(job, _source, metrics, time);

    public void Dispose() => _source.Dispose();
}

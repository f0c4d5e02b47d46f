using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Telemetry;

namespace Ruying.Tests.Api;

/// <summary>What one service measures; the others of this process are not heard.</summary>
internal sealed class RecordedMetrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, IReadOnlyDictionary<string, object?> Tags)> _seen = new();

    public RecordedMetrics(ServiceHost host)
    {
        var scope = host.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ServiceMetrics.Name && ReferenceEquals(instrument.Meter.Scope, scope))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Asks the gauges.</summary>
    public void Ask() => _listener.RecordObservableInstruments();

    public double Value(string name, params (string Key, string Value)[] tags) => Of(name, tags).Sum();

    public int Count(string name, params (string Key, string Value)[] tags) => Of(name, tags).Count();

    public void Dispose() => _listener.Dispose();

    private IEnumerable<double> Of(string name, (string Key, string Value)[] tags) => _seen
        .Where(s => s.Name == name && s.Tags.Count == tags.Length && tags.All(t => Equals(s.Tags.GetValueOrDefault(t.Key), t.Value)))
        .Select(s => s.Value);

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _seen.Enqueue((instrument.Name, value, new Dictionary<string, object?>(tags.ToArray())));
}

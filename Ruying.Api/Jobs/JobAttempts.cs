using System.Collections.Concurrent;

namespace Ruying.Api.Jobs;

/// <summary>The leases of the attempts that this process is at: a running row of this server's with another lease was left by an attempt that is over.</summary>
public sealed class JobAttempts
{
    private readonly ConcurrentDictionary<string, bool> _leases = new(StringComparer.Ordinal);

    /// <summary>An attempt begins; before its row can say so.</summary>
    public void Begin(string lease) => _leases[lease] = true;

    public void End(string lease) => _leases.TryRemove(lease, out _);

    public bool Has(string? lease) => lease is not null && _leases.ContainsKey(lease);
}

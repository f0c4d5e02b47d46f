namespace Ruying.Api.Uploads;

/// <summary>Room that is kept for what arrives.</summary>
public sealed class QuotaLease : IDisposable
{
    /// <summary>Room is asked for in pieces: a file whose length nobody told must not be counted for at each of its buffers.</summary>
    private const long Step = 16L << 20;

    private readonly QuotaGuard _guard;
    private readonly string _owner;
    private long _kept;

    internal QuotaLease(QuotaGuard guard, string owner) => (_guard, _owner) = (guard, owner);

    /// <summary>Keeps at least that much in all.</summary>
    /// <exception cref="Problems.RequestException"><c>upload.quota</c>.</exception>
    public async ValueTask EnsureAsync(long bytes, CancellationToken cancellationToken)
    {
        if (bytes > _kept)
        {
            // The first question is exact: it is about a length that is known.
            var missing = bytes - _kept;
            _kept += await _guard.TakeAsync(_owner, missing, _kept == 0 ? missing : Math.Max(missing, Step), cancellationToken);
        }
    }

    public void Dispose() => _guard.GiveBack(_owner, Interlocked.Exchange(ref _kept, 0));
}

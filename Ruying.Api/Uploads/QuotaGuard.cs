using Microsoft.Extensions.Options;
using Ruying.Api.Problems;

namespace Ruying.Api.Uploads;

/// <summary>Keeps each owner within <see cref="ServiceOptions.Quota"/>: what is on its way counts as well as what is stored.</summary>
public sealed class QuotaGuard(UsageService usage, IOptions<ServiceOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, long> _coming = new(StringComparer.Ordinal);

    /// <summary>How often room was given back.</summary>
    private int _given;

    /// <summary>Refuses something new of an owner whose room is used up.</summary>
    /// <exception cref="RequestException"><c>upload.quota</c>.</exception>
    public async Task RequireRoomAsync(string owner, CancellationToken cancellationToken)
    {
        using var none = await OpenAsync(owner, 1, cancellationToken);
    }

    /// <summary>Keeps room for a file that is about to arrive.</summary>
    /// <param name="owner">Whose file it is.</param>
    /// <param name="bytes">Its length, or what is known of it; 0 to ask as it arrives.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    /// <returns>The room, to give back when the file is stored or refused.</returns>
    /// <exception cref="RequestException"><c>upload.quota</c>.</exception>
    public async Task<QuotaLease> OpenAsync(string owner, long bytes, CancellationToken cancellationToken)
    {
        var lease = new QuotaLease(this, owner);
        await lease.EnsureAsync(bytes, cancellationToken);
        return lease;
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Adds to an owner's room in use.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="needed">Bytes that have to fit.</param>
    /// <param name="wanted">Bytes that are taken if they fit, at least <paramref name="needed"/>.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    /// <returns>Bytes taken, from <paramref name="needed"/> to <paramref name="wanted"/>.</returns>
    internal async Task<long> TakeAsync(string owner, long needed, long wanted, CancellationToken cancellationToken)
    {
        var quota = options.Value.Quota;
        if (quota == 0)
        {
            return wanted;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                var given = Volatile.Read(ref _given);
                var stored = (await usage.OfAsync(owner, cancellationToken)).Total;
                lock (_coming)
                {
                    // What was stored meanwhile and is not on its way any more is in neither figure.
                    if (_given != given)
                    {
                        continue;
                    }

                    var inUse = stored + _coming.GetValueOrDefault(owner);
                    if (needed > quota - inUse)
                    {
                        throw new RequestException(
                            StatusCodes.Status413PayloadTooLarge,
                            "upload.quota",
                            FormattableString.Invariant($"Of your {quota / 1048576.0:0.#} MB {inUse / 1048576.0:0.#} MB are in use, too much for this; delete videos, avatars or uploads that are not needed."));
                    }

                    var taken = Math.Min(wanted, quota - inUse);
                    _coming[owner] = _coming.GetValueOrDefault(owner) + taken;
                    return taken;
                }
            }
        }
        finally
        {
            _one.Release();
        }
    }

    internal void GiveBack(string owner, long bytes)
    {
        lock (_coming)
        {
            _given++;
            if (_coming.GetValueOrDefault(owner) - bytes is > 0 and var left)
            {
                _coming[owner] = left;
            }
            else
            {
                _coming.Remove(owner);
            }
        }
    }
}

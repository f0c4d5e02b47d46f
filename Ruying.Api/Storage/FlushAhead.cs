using Microsoft.Win32.SafeHandles;

namespace Ruying.Api.Storage;

/// <summary>
/// Has the disk write what has come of a large file while the rest is on its way: the system would start with gigabytes only, and whoever sent
/// the last byte would wait for all of them.
/// </summary>
internal sealed class FlushAhead(SafeFileHandle file) : IAsyncDisposable
{
    /// <summary>So many bytes are worth a flush (fsync).</summary>
    private const long Step = 32 << 20;

    private Task _flush = Task.CompletedTask;
    private long _waiting;

    /// <summary>So many bytes more were written.</summary>
    public void Wrote(int bytes)
    {
        _waiting += bytes;
        if (_waiting >= Step && _flush.IsCompletedSuccessfully)
        {
            _waiting = 0;
            _flush = Task.Run(() => RandomAccess.FlushToDisk(file));
        }
    }

    /// <summary>All that was written is on the disk. The system tells of what it could not write once, maybe to a flush before: nobody may flush in place of this.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public async Task FinishAsync()
    {
        await _flush;
        RandomAccess.FlushToDisk(file);
    }

    public async ValueTask DisposeAsync() => await _flush.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

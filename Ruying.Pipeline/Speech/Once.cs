namespace Ruying.Pipeline.Speech;

/// <summary>Finds something out when it is first asked for, and keeps it; what failed or was cancelled is tried again.</summary>
internal sealed class Once<T> : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private T? _found;

    /// <param name="find">Finds it.</param>
    /// <param name="cancellationToken">Ends the search, or the wait for another caller's.</param>
    public async Task<T> GetAsync(Func<CancellationToken, Task<T>> find, CancellationToken cancellationToken)
    {
        if (_found is { } found)
        {
            return found;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _found ??= await find(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}

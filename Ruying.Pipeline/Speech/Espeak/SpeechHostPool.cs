using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>A few speech hosts, started when needed, each with one call at a time.</summary>
internal sealed class SpeechHostPool(SpeechHostOptions options, ILogger logger) : IAsyncDisposable
{
    private const int Attempts = 2;
    private readonly ConcurrentStack<SpeechHostProcess> _idle = new();
    private readonly ConcurrentDictionary<SpeechHostProcess, bool> _running = new();
    private readonly SemaphoreSlim _places = new(options.MaxHosts, options.MaxHosts);
    private readonly CancellationTokenSource _stopped = new();

    /// <summary>Processes that are up; for tests that end them.</summary>
    public IReadOnlyCollection<int> ProcessIds => [.. _running.Keys.Select(host => host.Id)];

    /// <summary>Asks a host; one that crashes or hangs is replaced and asked once more.</summary>
    /// <exception cref="EnvironmentException">Both attempts failed (<c>speech.engine_failed</c>), or the engine is missing.</exception>
    public async Task<HostReply> CallAsync(HostRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stopped.IsCancellationRequested, this);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopped.Token);
        await _places.WaitAsync(linked.Token);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await CallOnceAsync(request, linked.Token);
                }
                catch (Exception error) when (error is IOException or TimeoutException)
                {
                    logger.LogWarning(error, "Speech host failed, attempt {Attempt} of {Attempts}", attempt, Attempts);
                    if (attempt == Attempts)
                    {
                        throw new EnvironmentException(
                            "speech.engine_failed", "The speech engine crashed twice on this text; change the text or the voice.", error);
                    }
                }
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopped.IsCancellationRequested)
        {
            return;
        }

        await _stopped.CancelAsync();
        // Calls under way end their own hosts: all places are free when the last has.
        for (var place = 0; place < options.MaxHosts; place++)
        {
            await _places.WaitAsync();
        }

        while (_idle.TryPop(out var host))
        {
            await EndAsync(host);
        }
    }

    private async Task<HostReply> CallOnceAsync(HostRequest request, CancellationToken cancellationToken)
    {
        if (!_idle.TryPop(out var host))
        {
            host = SpeechHostProcess.Start(options);
            _running[host] = true;
            logger.LogDebug("Speech host {ProcessId} started", host.Id);
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.ReplyTimeout);
        try
        {
            var reply = await host.CallAsync(request, timeout.Token);
            _idle.Push(host);
            return reply;
        }
        catch (Exception error)
        {
            await EndAsync(host);
            if (error is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"no reply within {options.ReplyTimeout}", error);
            }

            throw;
        }
    }

    private async Task EndAsync(SpeechHostProcess host)
    {
        await host.DisposeAsync();
        _running.TryRemove(host, out _);
    }
}

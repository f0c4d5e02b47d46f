using Microsoft.Extensions.Options;
using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Servers;
using Ruying.Api.Telemetry;

namespace Ruying.Api.Jobs;

/// <summary>What clients may ask about jobs.</summary>
public sealed class JobService(
    JobStore jobs, ServerStore servers, JobWatchers watchers, JobCancellations cancellations, JobDispatcher dispatcher, IOptions<ServiceOptions> options, ServiceMetrics metrics,
    IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>Seconds that a request may wait for news.</summary>
    public const int LongestWait = 60;

    public async Task<ListPage<JobResponse>> ListAsync(int? limit, string? before, JobState? state, JobKind? kind, CancellationToken cancellationToken)
    {
        var rows = await jobs.ListAsync(Paging.Limit(limit) + 1, before, state, kind, cancellationToken);
        return Paging.Of(rows, Paging.Limit(limit), j => j.Id, JobResponse.From);
    }

    /// <exception cref="RequestException"><c>job.unknown</c>.</exception>
    public async Task<JobResponse> GetAsync(string id, CancellationToken cancellationToken) =>
        await jobs.FindAsync(id, cancellationToken) is { } row
            ? JobResponse.From(row)
            : throw Unknown();

    /// <summary>A job once it differs from what the caller knows, has ended, or when the time is over.</summary>
    /// <param name="id">The job.</param>
    /// <param name="seconds">How long to wait, up to <see cref="LongestWait"/>.</param>
    /// <param name="isNews">Whether the caller does not know this yet; null means other than when it asked.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestException"><c>job.unknown</c>.</exception>
    public async Task<JobResponse> WaitAsync(string id, int seconds, Func<JobResponse, bool>? isNews, CancellationToken cancellationToken)
    {
        var job = await GetAsync(id, cancellationToken);
        var first = job;
        isNews ??= now => now != first;
        if (seconds <= 0 || !job.Active || isNews(job))
        {
            return job;
        }

        using var watch = watchers.Add(id);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        using var alarm = time.CreateTimer(_ => over.Cancel(), null, TimeSpan.FromSeconds(Math.Min(seconds, LongestWait)), Timeout.InfiniteTimeSpan);
        try
        {
            while (job.Active && !isNews(job))
            {
                job = await watch.ReadAsync(over.Token) is { } row ? JobResponse.From(row) : throw Unknown();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing happened in that time.
        }

        return job;
    }

    /// <summary>Refuses more jobs of an owner who has very many.</summary>
    /// <param name="more">How many are to come.</param>
    /// <param name="cancellationToken">Stops the count.</param>
    /// <exception cref="RequestException"><c>job.too_many</c>.</exception>
    public async Task RequireRoomAsync(int more, CancellationToken cancellationToken)
    {
        if (await jobs.CountWaitingAsync(cancellationToken) + more > options.Value.QueueLimit)
        {
            throw new RequestException(
                StatusCodes.Status429TooManyRequests, "job.too_many", $"You have {options.Value.QueueLimit} jobs that wait or run; wait until some are done.");
        }
    }

    /// <summary>The device that a request asks for, if somebody works on one.</summary>
    /// <param name="asked"><c>cpu</c> or <c>cuda</c>; null, empty or <c>any</c> for whichever is free.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    /// <returns>Null for any.</returns>
    /// <exception cref="RequestException"><c>device.unknown</c>, or <c>device.none</c>: no worker has it, and nobody knows whether one ever will.</exception>
    public async Task<string?> RequireDeviceAsync(string? asked, CancellationToken cancellationToken)
    {
        if (asked is null or "" or "any")
        {
            return null;
        }

        if (asked is not ("cpu" or "cuda"))
        {
            throw RequestException.Invalid("device.unknown", "The device is cpu, cuda or any.");
        }

        return await servers.HasDeviceAsync(asked, cancellationToken)
            ? asked
            : throw RequestException.Conflict("device.none", $"No worker that runs now works on {asked}; leave the device out, or start one.");
    }

    /// <summary>Queues a job again that failed or was cancelled; it goes on from its last finished stage.</summary>
    /// <exception cref="RequestException"><c>job.unknown</c>, or <c>job.not_ended</c>.</exception>
    public async Task<JobResponse> RetryAsync(string id, CancellationToken cancellationToken)
    {
        await GetAsync(id, cancellationToken);
        if (!await jobs.TryRetryAsync(id, cancellationToken))
        {
            throw RequestException.Conflict("job.not_ended", "Only a job that failed or was cancelled can be started again.");
        }

        var row = (await jobs.FindAsync(id, cancellationToken))!;
        dispatcher.Enqueue(row);
        return JobResponse.From(row);
    }

    /// <summary>Cancels; a waiting job at once, a running one within two seconds: its worker stops within a frame.</summary>
    /// <exception cref="RequestException"><c>job.unknown</c>, or <c>job.finished</c> when there is nothing left to cancel.</exception>
    public async Task<JobResponse> CancelAsync(string id, CancellationToken cancellationToken)
    {
        var job = await GetAsync(id, cancellationToken);
        if (await jobs.TryStopAsync(id, cancellationToken))
        {
            cancellations.Cancel(id);
        }
        else if (await jobs.TryCancelAsync(id, cancellationToken))
        {
            metrics.JobEnded(job.Kind, JobState.Cancelled, code: null, seconds: null);
        }
        else
        {
            throw RequestException.Conflict("job.finished", "The job has ended already; there is nothing to cancel.");
        }

        return await GetAsync(id, cancellationToken);
    }

    private static RequestException Unknown() => RequestException.NotFound("job.unknown", "There is no such job; it may have been deleted.");
}

using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Ruying.Client;

/// <summary>Jobs of a service.</summary>
public sealed class JobsClient
{
    /// <summary>How often in a row a line that broke is taken up again: a service restarts within seconds.</summary>
    private const int ReconnectLimit = 10;
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(2);

    private readonly ApiConnection _connection;

    internal JobsClient(ApiConnection connection) => _connection = connection;

    /// <summary>One job.</summary>
    /// <exception cref="RuyingApiException"><c>job.unknown</c>.</exception>
    public Task<Job> GetAsync(string id, CancellationToken cancellationToken = default) => _connection.GetAsync<Job>("jobs/" + Uri.EscapeDataString(id), cancellationToken);

    /// <summary>Jobs, the newest first.</summary>
    /// <param name="state">Only what stands so.</param>
    /// <param name="kind">Only what makes this.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public IAsyncEnumerable<Job> ListAsync(JobState? state = null, JobKind? kind = null, CancellationToken cancellationToken = default) =>
        _connection.ListAsync<Job>("jobs" + ApiConnection.Query(("state", state), ("kind", kind)), cancellationToken);

    /// <summary>Cancels a job that waits or runs.</summary>
    /// <exception cref="RuyingApiException"><c>job.unknown</c>, <c>job.finished</c>.</exception>
    public Task<Job> CancelAsync(string id, CancellationToken cancellationToken = default) =>
        _connection.PostAsync<Job>($"jobs/{Uri.EscapeDataString(id)}/cancel", null, null, cancellationToken);

    /// <summary>Waits for a job's end.</summary>
    /// <returns>The job as it ended; look at its state.</returns>
    /// <exception cref="RuyingApiException"><c>job.unknown</c>.</exception>
    public async Task<Job> WaitAsync(string id, CancellationToken cancellationToken = default)
    {
        Job? last = null;
        await foreach (var job in FollowAsync(id, cancellationToken).ConfigureAwait(false))
        {
            last = job;
        }

        return last!;
    }

    /// <summary>How a job stands, now and whenever that changes, until it has ended. A line that breaks is taken up again.</summary>
    /// <exception cref="RuyingApiException"><c>job.unknown</c>.</exception>
    public async IAsyncEnumerable<Job> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? lastId = null;
        for (var failures = 0; ; failures++)
        {
            if (failures > 0)
            {
                await Task.Delay(ReconnectDelay, cancellationToken).ConfigureAwait(false);
            }

            var events = ReadAsync(id, lastId, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (events.ConfigureAwait(false))
            {
                while (await TryNextAsync(events, failures).ConfigureAwait(false))
                {
                    failures = 0;
                    lastId = events.Current.EventId;
                    yield return events.Current.Data;
                    if (events.Current.Data.IsFinal)
                    {
                        yield break;
                    }
                }
            }
        }
    }

    private static async Task<bool> TryNextAsync(IAsyncEnumerator<SseItem<Job>> events, int failures)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException && failures < ReconnectLimit)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<SseItem<Job>> ReadAsync(string id, string? lastId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ApiConnection.Api($"jobs/{Uri.EscapeDataString(id)}/events"));
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        using var response = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            yield break;
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var parser = SseParser.Create(stream, (type, data) => type == "job"
                ? JsonSerializer.Deserialize<Job>(data, ApiConnection.Json)!
                : throw new RuyingApiException((int)HttpStatusCode.NotFound, "job.unknown", "There is no such job any more."));
            await foreach (var item in parser.EnumerateAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
    }
}

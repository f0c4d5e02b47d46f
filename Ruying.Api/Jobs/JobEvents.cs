using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Ruying.Api.Tags;

namespace Ruying.Api.Jobs;

/// <summary>Sends what happens to a job as Server-Sent Events, until it has ended.</summary>
public sealed class JobEvents(JobWatchers watchers, TimeProvider time, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    /// <summary>Proxies close what is silent for a minute, most of them.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>The id of the event that says this; the ETag of the job is the same, in quotes.</summary>
    public string IdOf(JobResponse job) => EntityTags.Of(JsonSerializer.SerializeToUtf8Bytes(job, json.Value.SerializerOptions));

    /// <summary>Sends events <c>job</c> with a <see cref="JobResponse"/> each, and comments so that the line stays open.</summary>
    /// <param name="jobId">A job that the client may see.</param>
    /// <param name="known">The id of the last event that the client has; null for none.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">The client went or the service stops.</param>
    /// <param name="heartbeat">How long nothing may be sent; null takes 15 seconds.</param>
    public async Task SendAsync(string jobId, string? known, Stream output, CancellationToken cancellationToken, TimeSpan? heartbeat = null)
    {
        using var watch = watchers.Add(jobId);
        await WriteAsync(output, "retry: 2000\n\n", cancellationToken);
        for (var reading = watch.ReadAsync(cancellationToken).AsTask(); ;)
        {
            if (await Task.WhenAny(reading, Task.Delay(heartbeat ?? Heartbeat, time, cancellationToken)) != reading && !cancellationToken.IsCancellationRequested)
            {
                await WriteAsync(output, ":\n\n", cancellationToken);
                continue;
            }

            if (await reading is not { } row)
            {
                await WriteAsync(output, "event: gone\ndata: {}\n\n", cancellationToken);
                return;
            }

            var job = JobResponse.From(row);
            var data = JsonSerializer.SerializeToUtf8Bytes(job, json.Value.SerializerOptions);
            if (EntityTags.Of(data) is var id && id != known)
            {
                await WriteAsync(output, $"event: job\nid: {id}\ndata: {Encoding.UTF8.GetString(data)}\n\n", cancellationToken);
                known = id;
            }

            if (!job.Active)
            {
                return;
            }

            reading = watch.ReadAsync(cancellationToken).AsTask();
        }
    }

    private static async Task WriteAsync(Stream output, string text, CancellationToken cancellationToken)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}

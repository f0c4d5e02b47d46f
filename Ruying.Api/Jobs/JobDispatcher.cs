using Hangfire;
using Hangfire.Common;
using Ruying.Api.Avatars;
using Ruying.Api.Data;
using Ruying.Api.Models;
using Ruying.Api.Previews;
using Ruying.Api.Segments;
using Ruying.Api.Videos;

namespace Ruying.Api.Jobs;

/// <summary>
/// Hands out tickets: each says that there is one job more of a kind. One too many is harmless, only one worker can start a job; one
/// too few is made up for soon (<see cref="Refill"/>).
/// </summary>
public sealed class JobDispatcher(IBackgroundJobClient client, JobStorage storage, ILogger<JobDispatcher> logger)
{
    public const string Avatars = "avatars";
    public const string Videos = "videos";
    public const string Models = "models";
    public const string Previews = "previews";

    /// <summary>Help with videos that others render: the video workers look here when no whole video waits.</summary>
    public const string Segments = "segments";

    /// <summary>Tickets for help that wait at a time: nobody has more workers idle than that for long.</summary>
    private const int HelpLimit = 16;

    /// <summary>The queues that this process works on, with how many workers.</summary>
    internal static IEnumerable<(string Queue, int Workers)> Queues(ServiceOptions options) => options.Role == ServerRole.Web
        ? []
        : new[] { (Avatars, options.AvatarWorkers), (Videos, options.VideoWorkers), (Models, 1), (Previews, options.Previews.Workers) }.Where(queue => queue.Item2 > 0);

    /// <summary>The queues that the workers of one look into, those before first.</summary>
    internal static string[] Served(string queue, string? device) =>
        [.. new[] { queue, queue == Videos ? Segments : null }.OfType<string>().SelectMany(q => new[] { QueueOf(q, device), q }).Distinct()];

    /// <summary>The queue of jobs that want a device, of a kind's queue.</summary>
    internal static string QueueOf(string queue, string? device) => device is null ? queue : $"{queue}-{device}";

    public void Enqueue(JobRow job)
    {
        ArgumentNullException.ThrowIfNull(job);
        try
        {
            Enqueue(job.Kind, job.WantedDevice);
        }
        catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
        {
            // The row is there: the next look at the table finds it.
            logger.LogWarning("Job {Job} gets its ticket later: {Reason}", job.Id, exception.Message);
        }
    }

    /// <summary>Adds the tickets that are missing.</summary>
    /// <param name="due">How many jobs may start now, by kind and the device they want.</param>
    public void Refill(IReadOnlyList<(JobKind Kind, string? Device, int Count)> due)
    {
        var tickets = storage.GetMonitoringApi();
        foreach (var queue in due.GroupBy(d => QueueOf(Ticket(d.Kind).Queue, d.Device)))
        {
            var missing = queue.Sum(d => d.Count) - tickets.EnqueuedCount(queue.Key);
            for (var (kind, device, _) = queue.First(); missing > 0; missing--)
            {
                Enqueue(kind, device);
            }
        }
    }

    /// <summary>Says that segments are free to take.</summary>
    /// <param name="device">What they must be rendered on; null for any.</param>
    /// <param name="count">How many.</param>
    public void Offer(string? device, int count)
    {
        var queue = QueueOf(Segments, device);
        var help = Job.FromExpression<RenderSegmentsJob>(j => j.RunAsync(CancellationToken.None));
        for (var missing = Math.Min(count, HelpLimit) - storage.GetMonitoringApi().EnqueuedCount(queue); missing > 0; missing--)
        {
            client.Create(help, new Hangfire.States.EnqueuedState(queue));
        }
    }

    private static (string Queue, Job Job) Ticket(JobKind kind) => kind switch
    {
        JobKind.Avatar or JobKind.StudioAvatar => (Avatars, Job.FromExpression<BuildAvatarJob>(j => j.RunAsync(CancellationToken.None))),
        JobKind.Model => (Models, Job.FromExpression<PullModelJob>(j => j.RunAsync(CancellationToken.None))),
        JobKind.Preview => (Previews, Job.FromExpression<RenderPreviewJob>(j => j.RunAsync(CancellationToken.None))),
        _ => (Videos, Job.FromExpression<RenderVideoJob>(j => j.RunAsync(CancellationToken.None))),
    };

    private void Enqueue(JobKind kind, string? device)
    {
        var (queue, job) = Ticket(kind);
        client.Create(job, new Hangfire.States.EnqueuedState(QueueOf(queue, device)));
    }
}

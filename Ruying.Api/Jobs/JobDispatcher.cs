using Hangfire;
using Ruying.Api.Avatars;
using Ruying.Api.Data;
using Ruying.Api.Models;
using Ruying.Api.Videos;

namespace Ruying.Api.Jobs;

/// <summary>Hands jobs to the workers. Twice is harmless: only one worker can start a job.</summary>
public sealed class JobDispatcher(IBackgroundJobClient client)
{
    public const string Avatars = "avatars";
    public const string Videos = "videos";
    public const string Models = "models";

    /// <summary>The queues that this process works on, with how many workers.</summary>
    internal static IEnumerable<(string Queue, int Workers)> Queues(ServiceOptions options) =>
        new[] { (Avatars, options.AvatarWorkers), (Videos, options.VideoWorkers), (Models, 1) }.Where(queue => queue.Item2 > 0);

    public void Enqueue(JobRow job)
    {
        var id = job.Id;
        _ = job.Kind switch
        {
            JobKind.Avatar or JobKind.StudioAvatar => client.Enqueue<BuildAvatarJob>(Avatars, j => j.RunAsync(id, CancellationToken.None)),
            JobKind.Model => client.Enqueue<PullModelJob>(Models, j => j.RunAsync(id, CancellationToken.None)),
            _ => client.Enqueue<RenderVideoJob>(Videos, j => j.RunAsync(id, CancellationToken.None)),
        };
    }
}

using Hangfire;
using Hangfire.AspNetCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Servers;

namespace Ruying.Api.Jobs;

/// <summary>Each queue has its own workers: a long build does not hold up a video, and a download neither.</summary>
internal sealed class JobWorkers(JobStorage storage, IServiceScopeFactory scopes, ThisServer me, IOptions<ServiceOptions> options) : IHostedService, IDisposable
{
    private readonly List<BackgroundJobServer> _servers = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (queue, count) in JobDispatcher.Queues(options.Value))
        {
            _servers.Add(new BackgroundJobServer(
                new BackgroundJobServerOptions { ServerName = queue, Queues = JobDispatcher.Served(queue, me.Device), WorkerCount = count, Activator = new AspNetCoreJobActivator(scopes) },
                storage));
        }

        return Task.CompletedTask;
    }

    /// <summary>Waits until the jobs that run have put themselves back (<see cref="JobRunner"/>).</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _servers.ForEach(server => server.SendStop());
        await Task.WhenAll(_servers.Select(server => server.WaitForShutdownAsync(cancellationToken)));
    }

    public void Dispose() => _servers.ForEach(server => server.Dispose());
}

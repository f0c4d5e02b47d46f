using Microsoft.Extensions.Options;
using Ruying.Api.Data;
using Ruying.Api.Keys;
using Ruying.Api.Security;
using Ruying.Api.Servers;
using Ruying.Api.Storage;
using Ruying.Api.Uploads;
using Ruying.Pipeline;

namespace Ruying.Api.Jobs;

/// <summary>Before the first request: the tables are there, what a crash left behind is gone, unfinished jobs wait for a worker again.</summary>
internal sealed class Startup(
    Schema schema, ServerStore servers, DeadServers dead, ThisServer me, JobStore jobs, JobDispatcher dispatcher, DataFolder data, IFileStore store, UploadSweep uploads, KeyStore keys, Exposure exposure,
    IOptions<ServiceOptions> options, TimeProvider time, ILogger<Startup> logger)
    : IHostedService
{
    /// <summary>A restart may overlap with the end of the service before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Where others use the folder too, what nobody knows may be on its way in.</summary>
    private static readonly TimeSpan SharedPatience = TimeSpan.FromDays(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var isShared = options.Value.IsShared;
        await data.TakeAsync(options.Value.SharedFolder, Patience, time, cancellationToken);
        await store.CheckAsync(cancellationToken);
        await schema.PrepareAsync(cancellationToken);
        await RequireKeyAsync(cancellationToken);
        await servers.BeatAsync(cancellationToken);
        if (!isShared)
        {
            await servers.BeAloneAsync(cancellationToken);
        }

        var (jobIds, subjectIds) = await jobs.ListIdsAsync(cancellationToken);
        var before = isShared ? time.GetUtcNow() - SharedPatience : DateTimeOffset.MaxValue;
        data.Sweep(subjectIds.Concat(await uploads.SettleAsync(before, cancellationToken)).ToHashSet(), jobIds, before);
        await dead.TakeOverAsync(cancellationToken);
        var due = await jobs.CountDueAsync(cancellationToken);
        dispatcher.Refill(due);
        logger.LogInformation(
            "Server {Server} ({Role}, {Device}); data folder {Folder}; {Count} unfinished jobs go on", me.Id, me.Role, me.Device ?? "no device", data.Root, due.Sum(d => d.Count));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await servers.LeaveAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Then others find out by its silence.
            logger.LogWarning("Server {Server} could not say that it goes: {Reason}", me.Id, exception.Message);
        }
    }

    private async Task RequireKeyAsync(CancellationToken cancellationToken)
    {
        if (me.Role == ServerRole.Worker)
        {
            return;
        }

        if (!exposure.LoopbackOnly && !await keys.AnyAdminAsync(cancellationToken))
        {
            throw new EnvironmentException(
                "auth.no_admin_key", "Others could reach this service, and there is no admin key: make one with 'ruying keys create me --scope admin', or listen on 127.0.0.1 only.");
        }

        if (exposure.LoopbackOnly && !await keys.AnyAsync(cancellationToken))
        {
            logger.LogInformation("No key was made: whoever sits at this machine may do everything, and nobody else reaches the service");
        }
    }
}

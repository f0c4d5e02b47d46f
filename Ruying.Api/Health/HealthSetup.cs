using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ruying.Api.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work. Strangers learn names of checks and nothing more.</summary>
internal static class HealthSetup
{
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database", timeout: Patience)
            .AddCheck<DataFolderCheck>("data", timeout: Patience)
            .AddCheck<StorageCheck>("storage", timeout: Patience)
            .AddCheck("ffmpeg", new ProgramCheck("ffmpeg", "ffprobe"), timeout: Patience)
            .AddCheck("espeak-ng", new ProgramCheck("espeak-ng"), timeout: Patience)
            .AddCheck<WorkersCheck>("workers", timeout: Patience);
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // Before anybody is asked who they are: that needs the database, which may be away.
        routes.MapHealthChecks(Live, new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).ShortCircuit();
        routes.MapHealthChecks(Ready, new HealthCheckOptions { ResponseWriter = WriteAsync }).ShortCircuit();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new HealthResponse(
        report.Status == HealthStatus.Healthy ? "healthy" : "unhealthy",
        [.. report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => entry.Key).Order(StringComparer.Ordinal)]));
}

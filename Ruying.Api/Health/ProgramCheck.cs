using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ruying.Api.Health;

/// <summary>Whether the programs that a job starts are where the system looks for programs.</summary>
/// <param name="programs">Their names.</param>
internal sealed class ProgramCheck(params string[] programs) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var missing = programs.Where(program => !IsFound(program)).ToList();
        return Task.FromResult(missing.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Not found: {string.Join(", ", missing)}."));
    }

    private static bool IsFound(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => new FileInfo(Path.Combine(folder, program)))
        .Any(file => file.Exists && (file.UnixFileMode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}

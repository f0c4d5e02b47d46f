using System.Diagnostics;
using System.Text.Json;

namespace Ruying.Benchmarks;

/// <summary>Runs a benchmark of this program in a process of its own: what was done before is neither in its memory nor loaded yet.</summary>
internal static class OwnProcess
{
    /// <summary>Runs it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="avatar">The avatar's folder.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(string name, string avatar, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [name, "--avatar", avatar]) { RedirectStandardOutput = true })!;
        try
        {
            var lines = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            using var line = JsonDocument.Parse(lines[^1]);
            return line.RootElement.GetProperty("figures").EnumerateObject().ToDictionary(f => f.Name, f => f.Value.GetDouble());
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}

using System.Diagnostics;

namespace Ruying.Tests.Media;

/// <summary>The system's ffmpeg and ffprobe, to make test footage and to look at results.</summary>
internal static class Ffmpeg
{
    public static Task RunAsync(params string[] arguments) => StartAsync("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]);

    /// <summary>What ffmpeg says of its work.</summary>
    public static async Task<string> LogAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-nostdin", "-hide_banner", .. arguments]) { RedirectStandardError = true })!;
        var log = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? log : throw new InvalidOperationException(log);
    }

    /// <summary>One value of the first stream of a kind.</summary>
    public static async Task<string> ProbeAsync(string path, string stream, string entry) =>
        (await StartAsync("ffprobe", ["-v", "error", "-select_streams", stream, "-show_entries", $"stream={entry}", "-of", "csv=p=0", path])).Trim();

    public static async Task<string> StartAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program}: {await error}");
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Browser;

/// <summary>Runs programs that drive Chromium. <c>./ruying test</c> fetches it and what drives it; where it could not, tests skip.</summary>
internal static class Chromium
{
    private const string Browser = "/usr/bin/chromium";

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(HostClip.Path))!, "Ruying.Tests", "Browser", "Chromium");

    /// <summary>Skips the test where the browser, or what drives it, is not here.</summary>
    public static void Require()
    {
        Skip.IfNot(File.Exists(Browser), "Chromium is not here: ./ruying test installs it");
        Skip.IfNot(Directory.Exists(Path.Combine(Folder, "node_modules", "puppeteer-core")), "puppeteer-core is not here: ./ruying test fetches it with npm");
    }

    /// <summary>Runs a program of the folder <c>Chromium</c>; the browser's path is its first argument.</summary>
    /// <returns>What it prints, JSON.</returns>
    public static async Task<T> RunAsync<T>(string program, IReadOnlyList<string> arguments)
    {
        Process node;
        try
        {
            node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, program), Browser, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            throw new SkipException("node is not here");
        }

        using (node)
        {
            var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
            await node.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
            node.ExitCode.ShouldBe(0, await error);
            return JsonSerializer.Deserialize<T>(await output, JsonSerializerOptions.Web)!;
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Browser;

/// <summary>Runs the programs of this folder that drive a real browser. <c>./ruying test</c> fetches what they need; where it could not, tests skip.</summary>
internal static class BrowserDriver
{
    /// <summary>Names as the programs know them.</summary>
    public const string Chromium = "chrome", Firefox = "firefox";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(HostClip.Path))!, "Ruying.Tests", "Browser", "Driver");

    /// <summary>Where a browser lies; skips the test where it is not.</summary>
    public static string Require(string browser)
    {
        var program = browser == Firefox ? "/usr/bin/firefox-esr" : "/usr/bin/chromium";
        Skip.IfNot(File.Exists(program), $"{Path.GetFileName(program)} is not here: ./ruying test installs it");
        Skip.IfNot(Directory.Exists(Path.Combine(Folder, "node_modules", "puppeteer-core")), "puppeteer-core is not here: ./ruying test fetches it with npm");
        return program;
    }

    /// <summary>What is wrong with pages, at three widths, in light and dark; pictures of them are left in the folder RUYING_SHOTS names.</summary>
    public static Task<string[]> LookAsync(string browser, string program, string language, IEnumerable<Uri> addresses) => RunAsync<string[]>(
        "look.js",
        new { browser, executablePath = program, language, addresses = addresses.Select(address => address.AbsoluteUri), shots = Environment.GetEnvironmentVariable("RUYING_SHOTS") },
        TimeSpan.FromMinutes(8));

    /// <summary>Runs a program and reads what it says.</summary>
    /// <param name="script">Its file.</param>
    /// <param name="wishes">What it is told, as JSON.</param>
    /// <param name="patience">How long it may take.</param>
    public static async Task<T> RunAsync<T>(string script, object wishes, TimeSpan patience)
    {
        Process node;
        try
        {
            node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, script), JsonSerializer.Serialize(wishes, Json)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            throw new SkipException("node is not here");
        }

        using (node)
        {
            var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
            try
            {
                await node.WaitForExitAsync().WaitAsync(patience);
            }
            catch (TimeoutException)
            {
                node.Kill(entireProcessTree: true);
                throw new TimeoutException($"{script} took longer than {patience}: {await error}");
            }

            node.ExitCode.ShouldBe(0, await error);
            return JsonSerializer.Deserialize<T>(await output, Json)!;
        }
    }
}

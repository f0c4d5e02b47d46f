using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Ruying.Tests.Api;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Browser;

/// <summary>The pages in a real browser. <c>./ruying test</c> fetches it and what drives it; where it could not, these skip.</summary>
public sealed class ChromiumTests : ServiceTest
{
    private const string Chromium = "/usr/bin/chromium";

    [SkippableTheory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Pages_AtThreeWidthsInLightAndDark_HaveNoFault(string language)
    {
        var program = RequireProgram();
        await using var host = Host();
        host.UseKestrel(0);
        host.StartServer();
        using var client = host.CreateClient();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var script = new MultipartFormDataContent { { new StringContent(avatar), "avatarId" }, { new StringContent("Hello"), "text" }, { new StringContent("srt"), "captions" } };
        Pipeline.Gate = (stage, token) => stage == "move" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        var (video, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/videos"), script));
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "move");

        string[] pages = ["/", "/videos/new", $"/avatars/{avatar}", $"/avatars/{avatar}/say", $"/videos/{video}", "/sign-in"];
        var faults = await LookAsync(program, [language, .. pages.Select(page => new Uri(client.BaseAddress!, page).AbsoluteUri)]);
        (await client.PostAsync(At($"/api/v1/jobs/{job}/cancel"), null)).EnsureSuccessStatusCode();
        await ServiceHost.WaitAsync(client, job, "cancelled");

        faults.ShouldBeEmpty();
    }

    /// <summary>Where what drives the browser lies; the test skips where that or the browser is not here.</summary>
    internal static string RequireProgram()
    {
        var program = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(HostClip.Path))!, "Ruying.Tests", "Browser", "Chromium");
        Skip.IfNot(File.Exists(Chromium), "Chromium is not here: ./ruying test installs it");
        Skip.IfNot(Directory.Exists(Path.Combine(program, "node_modules", "puppeteer-core")), "puppeteer-core is not here: ./ruying test fetches it with npm");
        return program;
    }

    /// <summary>What is wrong with pages: a language, then their addresses.</summary>
    internal static async Task<string[]> LookAsync(string program, IReadOnlyList<string> arguments)
    {
        Process node;
        try
        {
            node = Process.Start(new ProcessStartInfo("node", [Path.Combine(program, "look.js"), Chromium, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
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
            return JsonSerializer.Deserialize<string[]>(await output)!;
        }
    }
}

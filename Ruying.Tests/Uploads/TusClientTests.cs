using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Ruying.Tests.Api;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Uploads;

/// <summary>The protocol's own client, over connections that break. <c>./ruying test</c> fetches it with npm; where it could not, these skip.</summary>
public sealed class TusClientTests : TusTest
{
    [SkippableTheory]
    [InlineData(0, false)]
    [InlineData(300_000, false)]
    [InlineData(150_000, true)]
    public async Task TusJsClient_ConnectionsThatBreak_SendsEveryByte(int chunk, bool atOnce)
    {
        await using var host = Host();
        host.UseKestrel(0);
        host.StartServer();
        using var client = host.CreateClient();
        await using var proxy = new BreakingProxy(client.BaseAddress!, 200_000, times: 5);
        var bytes = Bytes(3_000_000);
        var file = Path.Combine(Folder, "grace.mov");
        await File.WriteAllBytesAsync(file, bytes);

        var sent = await RunAsync(file, new Uri(proxy.Address, Address), chunk, atOnce);

        proxy.Torn.ShouldBe(5);
        sent.GetProperty("again").GetInt32().ShouldBeGreaterThanOrEqualTo(3);
        sent.GetProperty("asked").GetInt32().ShouldBeGreaterThanOrEqualTo(3, "it goes on from where it was");
        var id = Id(sent.GetProperty("url").GetString()!);
        var upload = (await client.GetFromJsonAsync<JsonElement>("/api/v1/uploads")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        upload.GetProperty("id").GetString().ShouldBe(id);
        upload.GetProperty("state").GetString().ShouldBe("ready");
        upload.GetProperty("name").GetString().ShouldBe("grace.mov");
        SHA256.HashData(await File.ReadAllBytesAsync(Places(id).Whole)).ShouldBe(SHA256.HashData(bytes));
    }

    [SkippableFact]
    public async Task TusJsClient_SampleClipWithAKey_BecomesAnAvatar()
    {
        await using var host = Host();
        host.UseKestrel(0);
        host.StartServer();
        using var ada = await host.BearerAsync("ada", "write");
        using var anybody = host.CreateClient();
        ada.BaseAddress = anybody.BaseAddress;
        await using var proxy = new BreakingProxy(anybody.BaseAddress!, 100_000, times: 2);
        var sent = await RunAsync(HostClip.Path, new Uri(proxy.Address, Address), 0, atOnce: false, ada.DefaultRequestHeaders.Authorization!.Parameter!);
        var id = Id(sent.GetProperty("url").GetString()!);
        SHA256.HashData(await File.ReadAllBytesAsync(Places(id).Whole)).ShouldBe(SHA256.HashData(await File.ReadAllBytesAsync(HostClip.Path)));

        using var form = new MultipartFormDataContent { { new StringContent(id), "upload" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("Ada agreed"), "consent" } };
        var (avatar, job) = await ServiceHost.AcceptedAsync(await ada.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(ada, job, "succeeded");
        (await ada.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{avatar}")).GetProperty("footage").GetString().ShouldBe(Path.GetFileName(HostClip.Path));
        (await SendAsync(ada, HttpMethod.Head, $"{Address}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "it is the avatar's now");
    }

    private static async Task<JsonElement> RunAsync(string file, Uri endpoint, int chunk, bool atOnce, string key = "")
    {
        var program = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(HostClip.Path))!, "Ruying.Tests", "Uploads", "TusClient");
        Skip.IfNot(Directory.Exists(Path.Combine(program, "node_modules", "tus-js-client")), "tus-js-client is not here: ./ruying test fetches it with npm");
        var start = new ProcessStartInfo("node", [Path.Combine(program, "upload.js"), file, endpoint.AbsoluteUri, $"{chunk}", key])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TUS_AT_ONCE"] = atOnce ? "1" : "0" },
        };
        Process node;
        try
        {
            node = Process.Start(start)!;
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
            return JsonSerializer.Deserialize<JsonElement>(await output);
        }
    }
}

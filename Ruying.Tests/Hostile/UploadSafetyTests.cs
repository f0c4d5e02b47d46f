using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using Ruying.Tests.Api;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Hostile;

/// <summary>Lines of the OWASP File Upload cheat sheet that no other test shows (docs/security.md).</summary>
[SupportedOSPlatform("linux")]
public sealed class UploadSafetyTests : ServiceTest
{
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    [Theory]
    [InlineData("shell.sh")]
    [InlineData("page.html")]
    [InlineData("clip.mp4.exe")]
    [InlineData(".htaccess")]
    public async Task Create_AnyName_IsStoredUnderOursWithNoRightToRun(string sent)
    {
        var seen = new List<string>();
        Pipeline.Gate = (_, _) =>
        {
            seen.AddRange(Directory.GetFiles(Path.Combine(Folder, "uploads"), "*", SearchOption.AllDirectories));
            seen.ForEach(f => (File.GetUnixFileMode(f) & Execute).ShouldBe(UnixFileMode.None));
            return Task.CompletedTask;
        };
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage("#!/bin/sh\n"u8.ToArray(), sent);
        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, "succeeded");

        seen.Distinct().ShouldBe([Path.Combine(Folder, "uploads", id, "footage")]);
    }

    [Fact]
    public async Task Create_LongFileName_IsCut()
    {
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage(fileName: new string('a', 5000) + ".mp4");
        var (id, _) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{id}")).GetProperty("footage").GetString()!.Length.ShouldBe(120);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/x-php")]
    [InlineData("video/mp4")]
    public async Task Create_ContentType_IsNotAsked(string type)
    {
        await using var host = Host();
        using var client = host.Client();
        using var file = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
        using var form = new MultipartFormDataContent { { new StringContent("Ada"), "name" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("agreed"), "consent" }, { file, "file", "clip.mp4" } };
        await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
    }

    [Fact]
    public async Task Create_NoLengthAndNoEnd_IsCutOffAtTheLimitAndNothingKept()
    {
        await using var host = Host(("Ruying:UploadLimit", "100000"));
        host.UseKestrel(0);
        host.StartServer();
        using var client = host.CreateClient();
        var largest = 0L;
        using var endless = new EndlessContent(() => largest = Math.Max(largest, Stored()));
        using var form = new MultipartFormDataContent { { new StringContent("Ada"), "name" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("agreed"), "consent" }, { endless, "file", "clip.mp4" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/avatars") { Content = form, Headers = { TransferEncodingChunked = true } };
        try
        {
            using var response = await client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        }
        catch (HttpRequestException)
        {
            // The answer came, and then the connection was closed under what was still being sent.
        }

        largest.ShouldBeLessThanOrEqualTo(100_000);
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Theory]
    [InlineData("/uploads")]
    [InlineData("/uploads/{id}/footage")]
    [InlineData("/data/uploads/{id}/footage")]
    [InlineData("/avatars/{id}/package/avatar.json")]
    [InlineData("/ruying.db")]
    [InlineData("/css/../../ruying.db")]
    [InlineData("/css/%2e%2e/%2e%2e/ruying.db")]
    [InlineData("/css/..%2f..%2fappsettings.json")]
    [InlineData("/appsettings.json")]
    [InlineData("/api/v1/avatars/..%2f..%2fruying.db/poster.jpg")]
    [InlineData("/api/v1/videos/..%2f..%2fruying.db/file")]
    public async Task Get_StoredFileByItsPath_IsNotThere(string address)
    {
        await using var host = Host();
        using var client = host.Client();
        var id = await ServiceHost.MakeAvatarAsync(client);
        using var response = await client.GetAsync(At(address.Replace("{id}", id, StringComparison.Ordinal)));
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Get_Video_IsADownloadThatABrowserDoesNotGuessAbout()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var created = await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello.", title = "a\"b\r\nX: y/../é" });
        var (id, job) = await ServiceHost.AcceptedAsync(created);
        await ServiceHost.WaitAsync(client, job, "succeeded");
        using var response = await client.GetAsync(At($"/api/v1/videos/{id}/file"));
        response.Content.Headers.ContentType!.ToString().ShouldBe("video/mp4");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        var disposition = response.Content.Headers.ContentDisposition!;
        disposition.DispositionType.ShouldBe("attachment");
        (disposition.FileNameStar ?? disposition.FileName!).ShouldNotContain("/");
        response.Headers.Contains("X").ShouldBeFalse();
    }

    private long Stored()
    {
        try
        {
            return Directory.GetFiles(Path.Combine(Folder, "uploads"), "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);
        }
        catch (IOException)
        {
            // Taken away in between.
            return 0;
        }
    }

    /// <summary>Sends until it is stopped, or until it is plain that nobody stops it: the server reads on for a while and throws it away.</summary>
    private sealed class EndlessContent(Action sent) : HttpContent
    {
        private const int Blocks = 1000;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var block = new byte[1 << 16];
            for (var i = 0; i < Blocks; i++)
            {
                await stream.WriteAsync(block);
                sent();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Uploads;
using Ruying.Tests.Api;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Uploads;

public sealed class QuotaTests : TusTest
{
    private static readonly (string, string) Quota = ("Ruying:Quota", "100000");

    [Fact]
    public async Task CreateTus_MoreThanIsLeft_413AndRoomComesBack()
    {
        await using var host = Host(Quota);
        using var client = host.Client();
        var first = await CreateAsync(client, 60_000);
        using var second = await SendAsync(client, HttpMethod.Post, Address, ("Upload-Length", "40001"));
        await ServiceHost.ProblemAsync(second, HttpStatusCode.RequestEntityTooLarge, "upload.quota");
        (await SendAsync(client, HttpMethod.Delete, first)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await CreateAsync(client, 100_000);
    }

    [Fact]
    public async Task CreateTus_ManyAtOnce_NeverMoreThanTheQuota()
    {
        await using var host = Host(Quota);
        using var client = host.Client();
        var codes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => (await SendAsync(client, HttpMethod.Post, Address, ("Upload-Length", "30000"))).StatusCode));
        codes.Count(c => c == HttpStatusCode.Created).ShouldBeInRange(1, 3);
        (await host.Services.GetRequiredService<UsageService>().OfAsync("local", CancellationToken.None)).Total.ShouldBeLessThanOrEqualTo(100_000);
    }

    [Theory]
    [InlineData("/api/v1/uploads", true)]
    [InlineData("/api/v1/uploads", false)]
    [InlineData("/api/v1/avatars", true)]
    [InlineData("/api/v1/avatars", false)]
    public async Task CreateMultipart_MoreThanIsLeft_413AndNothingKept(string address, bool told)
    {
        await using var host = Host(Quota);
        using var client = host.Client();
        using HttpContent file = told ? new ByteArrayContent(Bytes(100_001)) : new StreamContent(new Trickle(Bytes(100_001)));
        using var form = new MultipartFormDataContent { { new StringContent("Ada"), "consentBy" }, { new StringContent("Ada agreed"), "consent" }, { file, "file", "a.mp4" } };
        await ServiceHost.ProblemAsync(await client.PostAsync(At(address), form), HttpStatusCode.RequestEntityTooLarge, "upload.quota");
        await ShouldBecomeEmptyAsync("uploads");
        using var fits = new MultipartFormDataContent { { new StringContent("Ada"), "consentBy" }, { new StringContent("Ada agreed"), "consent" }, { new ByteArrayContent(Bytes(90_000)), "file", "a.mp4" } };
        (await client.PostAsync(At(address), fits)).IsSuccessStatusCode.ShouldBeTrue("refused bytes do not count");
    }

    [Fact]
    public async Task Quota_ResultsOfTwoOwners_CountForEach()
    {
        await using var host = Host(Quota);
        using var ada = await host.BearerAsync("ada", "write");
        using var bob = await host.BearerAsync("bob", "write");
        var avatar = await ServiceHost.MakeAvatarAsync(ada);
        var (video, job) = await ServiceHost.AcceptedAsync(await ada.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));
        await ServiceHost.WaitAsync(ada, job, "succeeded");
        var usage = host.Services.GetRequiredService<UsageService>();
        var stored = await usage.OfAsync("ada", CancellationToken.None);
        stored.Avatars.ShouldBe(Directory.EnumerateFiles(Path.Combine(Folder, "avatars", avatar), "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length));
        stored.Videos.ShouldBe(Pipeline.Video.Length);
        stored.Uploads.ShouldBe(0);

        var rest = 100_000 - stored.Total;
        var address = await CreateAsync(ada, rest);
        using var refused = await ada.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" });
        await ServiceHost.ProblemAsync(refused, HttpStatusCode.RequestEntityTooLarge, "upload.quota");
        await CreateAsync(bob, 100_000);

        (await SendAsync(ada, HttpMethod.Delete, address)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ada.DeleteAsync(At($"/api/v1/videos/{video}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await usage.OfAsync("ada", CancellationToken.None)).Total.ShouldBe(stored.Avatars);
        await CreateAsync(ada, rest + stored.Videos);
    }

    [Fact]
    public async Task Quota_UploadThatIsUsed_CountsOnce()
    {
        Pipeline.Gate = (_, token) => Task.Delay(Timeout.Infinite, token);
        await using var host = Host(Quota);
        using var client = host.Client();
        var id = await SendFileAsync(client, Bytes(70_000));
        using var form = new MultipartFormDataContent { { new StringContent(id), "upload" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("Ada agreed"), "consent" } };
        await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        (await host.Services.GetRequiredService<UsageService>().OfAsync("local", CancellationToken.None)).Uploads.ShouldBe(70_000);
    }

    [Fact]
    public async Task Quota_NotSet_IsNone()
    {
        await using var host = Host();
        using var client = host.Client();
        await CreateAsync(client, 1 << 20);
        await CreateAsync(client, 1 << 20);
    }
}

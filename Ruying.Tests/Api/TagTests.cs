using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class TagTests : ServiceTest
{
    [Fact]
    public async Task Get_TagOfWhatIsThere_Is304UntilItChanges()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        foreach (var address in new[] { "/api/v1/avatars", $"/api/v1/avatars/{avatar}", "/api/v1/videos", "/api/v1/jobs", "/api/v1/voices", "/api/v1/models", "/api/v1/lexicons" })
        {
            using var first = await client.GetAsync(At(address));
            first.Headers.ETag.ShouldNotBeNull(address).IsWeak.ShouldBeFalse();
            first.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
            using var again = await GetAsync(client, address, first.Headers.ETag!);
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified, address);
            again.Headers.ETag.ShouldBe(first.Headers.ETag);
            (await again.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
            using var weak = await GetAsync(client, address, new EntityTagHeaderValue(first.Headers.ETag!.Tag, isWeak: true));
            weak.StatusCode.ShouldBe(HttpStatusCode.NotModified);
            using var other = await GetAsync(client, address, new EntityTagHeaderValue("\"other\""));
            other.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var before = await client.GetAsync(At("/api/v1/videos"));
        using var created = await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" });
        using var after = await GetAsync(client, "/api/v1/videos", before.Headers.ETag!);
        after.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Wait_WithTheTagOfNow_AnswersWhenItIsAnother()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Pipeline.Gate = (stage, token) => stage == "track" ? go.Task.WaitAsync(token) : Task.CompletedTask;
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        var (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "track");
        await Task.Delay(400);
        using var now = await client.GetAsync(At($"/api/v1/jobs/{job}"));
        using var same = await GetAsync(client, $"/api/v1/jobs/{job}?wait=1", now.Headers.ETag!);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);

        go.SetResult();
        await ServiceHost.WaitAsync(client, job, "succeeded");
        using var news = await GetAsync(client, $"/api/v1/jobs/{job}?wait=60", now.Headers.ETag!).WaitAsync(TimeSpan.FromSeconds(30));
        news.StatusCode.ShouldBe(HttpStatusCode.OK, "it was news already");
    }

    [Fact]
    public async Task Delete_ChangedSinceItWasRead_Is412()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var shown = await client.GetAsync(At($"/api/v1/avatars/{avatar}"));
        foreach (var wrong in new[] { "\"other\"", "W/" + shown.Headers.ETag!.Tag })
        {
            using var refused = await ChangeAsync(client, HttpMethod.Delete, $"/api/v1/avatars/{avatar}", wrong);
            await ServiceHost.ProblemAsync(refused, HttpStatusCode.PreconditionFailed, "request.precondition_failed");
        }

        using var deleted = await ChangeAsync(client, HttpMethod.Delete, $"/api/v1/avatars/{avatar}", shown.Headers.ETag!.Tag);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Lexicon_ChangedSinceItWasRead_Is412()
    {
        const string Words = """<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en"><lexeme><grapheme>GIF</grapheme><alias>jif</alias></lexeme></lexicon>""";
        await using var host = Host();
        using var client = host.Client();
        using var absent = await ChangeAsync(client, HttpMethod.Put, "/api/v1/lexicons/en", "*", Words);
        await ServiceHost.ProblemAsync(absent, HttpStatusCode.PreconditionFailed, "request.precondition_failed");
        using var body = new StringContent(Words);
        (await client.PutAsync(At("/api/v1/lexicons/en"), body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var read = await client.GetAsync(At("/api/v1/lexicons/en"));
        using var changed = await ChangeAsync(client, HttpMethod.Put, "/api/v1/lexicons/en", read.Headers.ETag!.Tag, Words.Replace("jif", "gif", StringComparison.Ordinal));
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var late = await ChangeAsync(client, HttpMethod.Put, "/api/v1/lexicons/en", read.Headers.ETag!.Tag, Words);
        await ServiceHost.ProblemAsync(late, HttpStatusCode.PreconditionFailed, "request.precondition_failed");
    }

    [Fact]
    public async Task File_RangesAndTags_AreKept()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var created = await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" });
        var (id, job) = await ServiceHost.AcceptedAsync(created);
        await ServiceHost.WaitAsync(client, job, "succeeded");
        var address = $"/api/v1/videos/{id}/file";
        using var whole = await client.GetAsync(At(address));
        var tag = whole.Headers.ETag.ShouldNotBeNull();
        tag.IsWeak.ShouldBeFalse();
        whole.Headers.AcceptRanges.ShouldBe(["bytes"]);
        using var same = await GetAsync(client, address, tag);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);

        foreach (var (condition, status) in new[] { (tag.Tag, HttpStatusCode.PartialContent), ("\"other\"", HttpStatusCode.OK) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(100, 199), IfRange = new RangeConditionHeaderValue(condition) } };
            using var part = await client.SendAsync(request);
            part.StatusCode.ShouldBe(status);
            (await part.Content.ReadAsByteArrayAsync()).ShouldBe(status == HttpStatusCode.OK ? Pipeline.Video : Pipeline.Video[100..200]);
        }
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, string address, EntityTagHeaderValue known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { known } } };
        return await client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> ChangeAsync(HttpClient client, HttpMethod method, string address, string expected, string? body = null)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("If-Match", expected);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/pls+xml");
        return await client.SendAsync(request);
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class DraftTests : ServiceTest
{
    [Fact]
    public async Task Draft_UnfinishedAndWrong_IsKeptAsItWas()
    {
        await using var host = Host();
        using var client = host.Client();
        using var created = await client.PostAsJsonAsync("/api/v1/drafts", new { title = "Lesson 1", video = new { text = "Hel", rate = 99, voice = "nobody", avatarId = "gone" } });
        created.StatusCode.ShouldBe(HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        var made = await created.Content.ReadFromJsonAsync<JsonElement>();
        created.Headers.Location!.ToString().ShouldBe($"/api/v1/drafts/{made.GetProperty("id").GetString()}");

        using var read = await client.GetAsync(At(created.Headers.Location.ToString()));
        read.Headers.ETag.ShouldBe(created.Headers.ETag);
        var draft = await read.Content.ReadFromJsonAsync<JsonElement>();
        draft.GetProperty("title").GetString().ShouldBe("Lesson 1");
        var video = draft.GetProperty("video");
        (video.GetProperty("text").GetString(), video.GetProperty("rate").GetDouble(), video.GetProperty("language").GetString(), video.GetProperty("label").GetBoolean())
            .ShouldBe(("Hel", 99, "en", true));
        using var empty = await client.PostAsJsonAsync("/api/v1/drafts", new { });
        empty.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Replace_ByTwoTabs_TheSecondIsToldAndLosesNothing()
    {
        await using var host = Host();
        using var client = host.Client();
        using var created = await client.PostAsJsonAsync("/api/v1/drafts", new { video = new { text = "One" } });
        var (address, tag) = (created.Headers.Location!.ToString(), created.Headers.ETag!);

        using var first = await PutAsync(client, address, "Two", tag);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        await ServiceHost.ProblemAsync(await PutAsync(client, address, "Other", tag), HttpStatusCode.PreconditionFailed, "request.precondition_failed");
        (await TextAsync(client, address)).ShouldBe("Two");
        using var next = await PutAsync(client, address, "Three", first.Headers.ETag!);
        next.StatusCode.ShouldBe(HttpStatusCode.OK);

        // Of many who saw the same, one.
        var many = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => PutAsync(client, address, $"Tab {i}", next.Headers.ETag!)));
        many.Count(r => r.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        many.Count(r => r.StatusCode == HttpStatusCode.PreconditionFailed).ShouldBe(7);
        var version = (await client.GetFromJsonAsync<JsonElement>(address)).GetProperty("version").GetInt32();
        version.ShouldBe(4);
        foreach (var response in many)
        {
            response.Dispose();
        }
    }

    [Fact]
    public async Task Video_OfADraft_IsTheOneThatCreateVideoMakes()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var request = new { avatarId = avatar, text = "Hello, world", voice = "en-gb", rate = 1.5, captions = "srt", lead = 0.5, label = false };
        using var created = await client.PostAsJsonAsync("/api/v1/drafts", new { video = request });
        var address = created.Headers.Location!.ToString();

        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At(address + "/video"), null));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        var (_, direct) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", request));
        await ServiceHost.WaitAsync(client, direct, "succeeded");

        var requests = Pipeline.Requests.ToList();
        JsonSerializer.Serialize(requests[0]).ShouldBe(JsonSerializer.Serialize(requests[1]));
        (await client.GetAsync(At($"/api/v1/videos/{id}/captions.srt"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(At(address))).StatusCode.ShouldBe(HttpStatusCode.OK, "the draft stays");
    }

    [Fact]
    public async Task Video_OfADraftThatIsNotFinished_IsRefusedAsCreateVideoDoes()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        await RefusedAsync(new { text = "Hello" }, HttpStatusCode.NotFound, "avatar.unknown");
        await RefusedAsync(new { avatarId = avatar }, HttpStatusCode.UnprocessableEntity, "script.empty");
        await RefusedAsync(new { avatarId = avatar, text = "Hello", rate = 9 }, HttpStatusCode.UnprocessableEntity, "speech.option_out_of_range");

        // What it speaks of may go; it stays.
        using var created = await client.PostAsJsonAsync("/api/v1/drafts", new { video = new { avatarId = avatar, text = "Hello" } });
        (await client.DeleteAsync(At($"/api/v1/avatars/{avatar}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await TextAsync(client, created.Headers.Location!.ToString())).ShouldBe("Hello");
        await ServiceHost.ProblemAsync(await client.PostAsync(At(created.Headers.Location + "/video"), null), HttpStatusCode.NotFound, "avatar.unknown");

        async Task RefusedAsync(object video, HttpStatusCode status, string code)
        {
            using var draft = await client.PostAsJsonAsync("/api/v1/drafts", new { video });
            await ServiceHost.ProblemAsync(await client.PostAsync(At(draft.Headers.Location + "/video"), null), status, code);
        }
    }

    [Fact]
    public async Task Drafts_Sizes_AreLimited()
    {
        await using var host = Host(("Ruying:ScriptLimit", "100"), ("Ruying:DraftLimit", "2"));
        using var client = host.Client();
        await RefusedAsync(new { title = new string('a', 201) }, HttpStatusCode.UnprocessableEntity, "draft.title_too_long");
        await RefusedAsync(new { video = new { text = new string('a', 101) } }, HttpStatusCode.UnprocessableEntity, "script.too_long");
        await RefusedAsync(new { video = new { voice = new string('a', 201) } }, HttpStatusCode.UnprocessableEntity, "draft.field_too_long");
        await RefusedAsync(new { video = new { rate = "fast" } }, HttpStatusCode.BadRequest, "request.malformed");
        using var one = await client.PostAsJsonAsync("/api/v1/drafts", new { });
        using var two = await client.PostAsJsonAsync("/api/v1/drafts", new { });
        await RefusedAsync(new { }, HttpStatusCode.Conflict, "draft.too_many");
        (await client.DeleteAsync(At(one.Headers.Location!.ToString()))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.PostAsJsonAsync("/api/v1/drafts", new { })).StatusCode.ShouldBe(HttpStatusCode.Created);

        async Task RefusedAsync(object draft, HttpStatusCode status, string code) =>
            await ServiceHost.ProblemAsync(await client.PostAsJsonAsync("/api/v1/drafts", draft), status, code);
    }

    [Fact]
    public async Task Drafts_OfTwoOwners_AreTheirOwnAndComeInPages()
    {
        await using var host = Host();
        using var ada = await host.BearerAsync("ada", "write");
        using var bob = await host.BearerAsync("bob", "write");
        foreach (var title in new[] { "a", "b", "c" })
        {
            (await ada.PostAsJsonAsync("/api/v1/drafts", new { title })).EnsureSuccessStatusCode();
        }

        var page = await ada.GetFromJsonAsync<JsonElement>("/api/v1/drafts?limit=2");
        var rest = await ada.GetFromJsonAsync<JsonElement>($"/api/v1/drafts?limit=2&before={page.GetProperty("next").GetString()}");
        page.GetProperty("items").EnumerateArray().Concat(rest.GetProperty("items").EnumerateArray()).Select(d => d.GetProperty("title").GetString()).Order().ShouldBe(["a", "b", "c"]);
        rest.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);

        var id = page.GetProperty("items")[0].GetProperty("id").GetString();
        (await bob.GetFromJsonAsync<JsonElement>("/api/v1/drafts")).GetProperty("items").GetArrayLength().ShouldBe(0);
        await ServiceHost.ProblemAsync(await bob.GetAsync(At($"/api/v1/drafts/{id}")), HttpStatusCode.NotFound, "draft.unknown");
        await ServiceHost.ProblemAsync(await bob.PutAsJsonAsync($"/api/v1/drafts/{id}", new { }), HttpStatusCode.NotFound, "draft.unknown");
        await ServiceHost.ProblemAsync(await bob.DeleteAsync(At($"/api/v1/drafts/{id}")), HttpStatusCode.NotFound, "draft.unknown");
        await ServiceHost.ProblemAsync(await bob.PostAsync(At($"/api/v1/drafts/{id}/video"), null), HttpStatusCode.NotFound, "draft.unknown");
    }

    private static async Task<string?> TextAsync(HttpClient client, string address) =>
        (await client.GetFromJsonAsync<JsonElement>(address)).GetProperty("video").GetProperty("text").GetString();

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string address, string text, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = JsonContent.Create(new { video = new { text } }) };
        request.Headers.IfMatch.Add(tag);
        return await client.SendAsync(request);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class BatchTests : ServiceTest
{
    [Fact]
    public async Task Json_RowsWithValues_AreOneVideoEach()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var response = await client.PostAsJsonAsync("/api/v1/videos/batch", new
        {
            video = new { avatarId = avatar, text = "Hello {name}, {{see}} {plan}.", language = "{lang}", rate = 1.25 },
            rows = new[] { new { name = "Ada", plan = "A", lang = "en" }, new { name = "Bo", plan = "B", lang = "de" } },
        });
        var videos = await VideosAsync(client, response);
        videos.Select(v => v.GetProperty("text").GetString()).ShouldBe(["Hello Ada, {see} A.", "Hello Bo, {see} B."]);
        videos.Select(v => v.GetProperty("language").GetString()).ShouldBe(["en", "de"]);
        videos.ShouldAllBe(v => v.GetProperty("rate").GetDouble() == 1.25);
        foreach (var video in videos)
        {
            await ServiceHost.WaitAsync(client, video.GetProperty("job").GetProperty("id").GetString()!, "succeeded");
        }

        Pipeline.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("name,city\nAda,\"London, UK\"\n\"Bo \"\"B\"\"\",Århus\n", "Hi Ada of London, UK", "Hi Bo \"B\" of Århus")]
    [InlineData("\uFEFFname;city\r\nAda;London, UK\r\nBo;Paris", "Hi Ada of London, UK", "Hi Bo of Paris")]
    public async Task Csv_QuotesAndSemicolons_AreRead(string csv, params string[] texts)
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var response = await PostCsvAsync(client, avatar, "Hi {name} of {city}", csv);
        (await VideosAsync(client, response)).Select(v => v.GetProperty("text").GetString()).ShouldBe(texts);
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Ssml_ValueWithMarks_IsSaidAndNotRead()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var response = await PostCsvAsync(client, avatar, "<speak>Hello {name}</speak>", "name\nAda <break/> & Co\n");
        (await VideosAsync(client, response))[0].GetProperty("text").GetString().ShouldBe("<speak>Hello Ada &lt;break/&gt; &amp; Co</speak>");
    }

    [Fact]
    public async Task Rows_SomeWrong_NoneIsMadeAndEachIsTold()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var response = await client.PostAsJsonAsync("/api/v1/videos/batch", new
        {
            video = new { avatarId = "{who}", text = "Hello {name}", captions = "srt" },
            rows = new Dictionary<string, string>[]
            {
                new() { ["who"] = avatar, ["name"] = "Ada" },
                new() { ["who"] = avatar, ["name"] = " " },
                new() { ["who"] = "nobody", ["name"] = "Bo" },
                new() { ["who"] = avatar, ["name"] = new string('a', 60_000) },
            },
        });
        var problem = await ServiceHost.ProblemAsync(response, HttpStatusCode.UnprocessableEntity, "batch.invalid");
        problem.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("row").GetInt32(), e.GetProperty("code").GetString()))
            .ShouldBe([(2, "batch.value_missing"), (3, "avatar.unknown"), (4, "script.too_long")]);
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/videos")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/jobs?kind=video")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("name\n", "batch.size")]
    [InlineData("name,name\na,b\n", "batch.csv")]
    [InlineData("name,city\na\n", "batch.csv")]
    [InlineData("name\n\"a\n", "batch.csv")]
    public async Task Csv_Wrong_IsToldAndNothingStays(string csv, string code)
    {
        await using var host = Host();
        using var client = host.Client();
        await ServiceHost.ProblemAsync(await PostCsvAsync(client, "nobody", "Hi {name}", csv), HttpStatusCode.UnprocessableEntity, code);
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Rows_MoreThanAHundredAndOpenBrace_AreRefused()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var many = "name\n" + string.Concat(Enumerable.Repeat("Ada\n", 101));
        await ServiceHost.ProblemAsync(await PostCsvAsync(client, avatar, "Hi", many), HttpStatusCode.UnprocessableEntity, "batch.size");
        var problem = await ServiceHost.ProblemAsync(await PostCsvAsync(client, avatar, "Hi {name", "name\nAda\n"), HttpStatusCode.UnprocessableEntity, "batch.invalid");
        problem.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe("batch.template");
        using var hundred = await PostCsvAsync(client, avatar, "Hi {name}", "name\n" + string.Concat(Enumerable.Repeat("Ada\n", 100)));
        (await hundred.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("videos").GetArrayLength().ShouldBe(100);
    }

    [Fact]
    public async Task Lists_FiltersAndWords_FindWhatFits()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var response = await PostCsvAsync(client, avatar, "{name}", "name\nA 50% raise\nA raise\nA_B\n");
        foreach (var video in await VideosAsync(client, response))
        {
            await ServiceHost.WaitAsync(client, video.GetProperty("job").GetProperty("id").GetString()!, "succeeded");
        }

        foreach (var (query, count) in new[]
        {
            ("videos?q=RAISE", 2), ("videos?q=0%25%20r", 1), ("videos?q=a_b", 1), ("videos?q=_", 1), ("videos?q=ada", 3), ("videos?state=ready", 3), ("videos?state=failed", 0),
            ("videos?avatarId=nobody&state=ready", 0), ("avatars?q=AD", 1), ("avatars?q=bo", 0), ("avatars?state=ready", 1), ("avatars?state=pending", 0),
            ("jobs?kind=video", 3), ("jobs?kind=avatar&state=succeeded", 1), ("jobs?state=queued", 0), ("jobs?kind=video&limit=2", 2),
        })
        {
            (await client.GetFromJsonAsync<JsonElement>("/api/v1/" + query)).GetProperty("items").GetArrayLength().ShouldBe(count, query);
        }

        var page = await client.GetFromJsonAsync<JsonElement>("/api/v1/jobs?kind=video&limit=2");
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs?kind=video&limit=2&before={page.GetProperty("next").GetString()}"))
            .GetProperty("items").GetArrayLength().ShouldBe(1);
        await ServiceHost.ProblemAsync(await client.GetAsync(At("/api/v1/jobs?state=asleep")), HttpStatusCode.BadRequest, "request.malformed");
    }

    private static async Task<HttpResponseMessage> PostCsvAsync(HttpClient client, string avatar, string text, string csv)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(avatar), "avatarId" },
            { new StringContent(text), "text" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "rows", "rows.csv" },
        };
        return await client.PostAsync(At("/api/v1/videos/batch"), form);
    }

    private static async Task<List<JsonElement>> VideosAsync(HttpClient client, HttpResponseMessage response)
    {
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, body.ToString());
        var videos = new List<JsonElement>();
        foreach (var created in body.GetProperty("videos").EnumerateArray())
        {
            videos.Add(await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{created.GetProperty("id").GetString()}"));
        }

        return videos;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class LexiconsApiTests : ServiceTest
{
    private const string Pls = "<lexicon version='1.0' xml:lang='en'><lexeme><grapheme>SQL</grapheme><alias>sequel</alias></lexeme></lexicon>";

    [Fact]
    public async Task Put_ThenAVideo_UsesItAndTellsItsMarks()
    {
        await using var host = Host();
        using var client = host.Client();
        using var put = await client.PutAsync(At("/api/v1/lexicons/en"), new StringContent(Pls, Encoding.UTF8, "application/pls+xml"));
        put.StatusCode.ShouldBe(HttpStatusCode.OK, await put.Content.ReadAsStringAsync());
        var listed = (await client.GetFromJsonAsync<JsonElement>("/api/v1/lexicons")).EnumerateArray().ShouldHaveSingleItem();
        listed.GetProperty("entries")[0].GetProperty("alias").GetString().ShouldBe("sequel");
        (await client.GetStringAsync(At("/api/v1/lexicons/en"))).ShouldBe(Pls);

        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (video, job) = await ServiceHost.AcceptedAsync(
            await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "<speak>SQL <mark name='here'/>it is.</speak>" }));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        Pipeline.Requests.ShouldHaveSingleItem().Lexicons.ShouldHaveSingleItem().Entries.ShouldHaveSingleItem().Written.ShouldBe("SQL");
        var mark = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{video}")).GetProperty("marks").EnumerateArray().ShouldHaveSingleItem();
        (mark.GetProperty("name").GetString(), mark.GetProperty("seconds").GetDouble()).ShouldBe(("here", 1.5));

        (await client.DeleteAsync(At("/api/v1/lexicons/en"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ServiceHost.ProblemAsync(await client.GetAsync(At("/api/v1/lexicons/en")), HttpStatusCode.NotFound, "lexicon.unknown");
    }

    [Theory]
    [InlineData("en", "<lexicon/>", "lexicon.invalid")]
    [InlineData("de", Pls, "lexicon.language")]
    [InlineData("..%2F..%2Fkeys", Pls, "lexicon.language")]
    public async Task Put_WhatCannotBe_ProblemWithCode(string language, string pls, string code)
    {
        await using var host = Host();
        using var client = host.Client();
        await ServiceHost.ProblemAsync(
            await client.PutAsync(At($"/api/v1/lexicons/{language}"), new StringContent(pls)), HttpStatusCode.UnprocessableEntity, code);
    }

    [Fact]
    public async Task Put_TooLarge_Refused()
    {
        await using var host = Host();
        using var client = host.Client();
        await ServiceHost.ProblemAsync(
            await client.PutAsync(At("/api/v1/lexicons/en"), new StringContent(new string(' ', (1 << 20) + 1))), HttpStatusCode.RequestEntityTooLarge, "upload.too_large");
    }
}

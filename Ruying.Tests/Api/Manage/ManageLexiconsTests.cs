using System.Net;
using System.Text;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Manage;

public sealed class ManageLexiconsTests : ServiceTest
{
    private const string Address = "/manage/lexicons/en";

    [Fact]
    public async Task Words_AreAddedReplacedFoundAndTakenOut()
    {
        await using var host = Host();
        using var client = await host.BearerAsync("ada", "write");
        await PostAsync(client, "Add", ("written", "SQL & co"), ("says", "sequel"));
        await PostAsync(client, "Add", ("written", "Nguyễn"), ("says", "ŋwiən"), ("ipa", "true"));
        await PostAsync(client, "Add", ("written", "SQL & co"), ("says", "squirrel"));
        var page = WebUtility.HtmlDecode(await client.GetStringAsync(At(Address)));
        page.ShouldContain("Words: 2");
        page.ShouldContain("squirrel");
        page.ShouldNotContain("sequel");
        page.ShouldContain("IPA <bdi>ŋwiən</bdi>");
        (await client.GetStringAsync(At(Address + "?q=QUIRR"))).ShouldContain("Words: 1");
        var pls = await client.GetStringAsync(At("/api/v1/lexicons/en"));
        pls.ShouldContain("<grapheme>SQL &amp; co</grapheme>");
        pls.ShouldContain("<phoneme>ŋwiən</phoneme>");
        (await client.GetStringAsync(At("/manage/lexicons"))).ShouldContain("href=\"/manage/lexicons/en\"");

        await PostAsync(client, "Remove", ("written", "Nguyễn"));
        await PostAsync(client, "Remove", ("written", "SQL & co"));
        (await client.GetStringAsync(At(Address))).ShouldContain("no words yet");
        (await client.GetAsync(At("/api/v1/lexicons/en"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task File_ReplacesAllWords_AndABrokenOneIsRefusedInWords()
    {
        await using var host = Host();
        using var client = host.Client();
        await PostAsync(client, "Add", ("written", "old"), ("says", "ancient"));
        using var good = await FileAsync(client, "<lexicon version='1.0' xml:lang='en'><lexeme><grapheme>SQL</grapheme><alias>sequel</alias></lexeme></lexicon>");
        (await PagesTests.RedirectAsync(await client.PostAsync(At(Address + "?handler=Replace"), good))).ShouldBe(Address);
        (await client.GetStringAsync(At(Address))).ShouldNotContain("ancient");

        using var broken = await FileAsync(client, "<lexicon version='1.0' xml:lang='en'><nonsense/></lexicon>");
        using var refused = await client.PostAsync(At(Address + "?handler=Replace"), broken);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await refused.Content.ReadAsStringAsync();
        page.ShouldContain("lexicon.invalid");
        page.ShouldContain("sequel");

        using var delete = await PagesTests.FieldsAsync(client, Address);
        (await PagesTests.RedirectAsync(await client.PostAsync(At(Address + "?handler=Delete"), delete))).ShouldBe("/manage/lexicons");
    }

    [Theory]
    [InlineData("/manage/lexicons/en", "", "x", "lexicon.invalid")]
    [InlineData("/manage/lexicons/..%2Fkeys", "a", "x", "lexicon.language")]
    public async Task Word_ThatCannotBe_IsRefusedInWords(string address, string written, string says, string code)
    {
        await using var host = Host();
        using var client = host.Client();
        using var form = await PagesTests.FieldsAsync(client, Address, ("written", written), ("says", says));
        using var refused = await client.PostAsync(At(address + "?handler=Add"), form);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain($"<code>{code}</code>");
    }

    private static async Task PostAsync(HttpClient client, string handler, params (string, string)[] fields)
    {
        using var form = await PagesTests.FieldsAsync(client, Address, fields);
        (await PagesTests.RedirectAsync(await client.PostAsync(At($"{Address}?handler={handler}"), form))).ShouldBe(Address);
    }

    private static async Task<MultipartFormDataContent> FileAsync(HttpClient client, string pls) => new()
    {
        { new StringContent(await PagesTests.TokenAsync(client, Address)), "__RequestVerificationToken" },
        { new ByteArrayContent(Encoding.UTF8.GetBytes(pls)), "file", "en.pls" },
    };
}

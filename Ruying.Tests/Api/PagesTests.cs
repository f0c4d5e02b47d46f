using System.Net;
using System.Text.RegularExpressions;
using Ruying.Pipeline.Speech.Voices;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed partial class PagesTests : ServiceTest
{
    [Fact]
    public async Task Journey_WithoutScripts_FormToPlayerAndDeletion()
    {
        await using var host = Host();
        using var client = host.Client();
        using var upload = await FormAsync(client, "/", ("name", "Grace <3"), ("consentBy", "Grace"), ("consent", "Grace agreed on 1 May"));
        upload.Add(new ByteArrayContent([1, 2]), "file", "grace.mov");
        var avatar = await RedirectAsync(await client.PostAsync(At("/avatars/new"), upload));
        avatar.ShouldStartWith("/avatars/");
        await EventuallyAsync(client, avatar, "Let Grace &lt;3 say something");

        using var script = await FormAsync(client, avatar, ("text", "Hello & welcome"), ("language", "en"), ("voice", ""), ("label", "false"), ("label", "true"));
        var noFile = new ByteArrayContent([]);
        noFile.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; name=\"audio\"; filename=\"\"");
        script.Add(noFile); // What a browser sends for a file that was not chosen.
        var video = await RedirectAsync(await client.PostAsync(At(avatar + "/say"), script));
        var page = await EventuallyAsync(client, video, "<video class=\"player\"");
        page.ShouldContain("Hello &amp; welcome");
        page.ShouldContain("Download");
        Pipeline.Requests.ShouldHaveSingleItem().Label.ShouldBeTrue();
        (await client.GetStringAsync(At("/"))).ShouldContain("Hello &amp; welcome");

        using var delete = await FieldsAsync(client, video);
        (await RedirectAsync(await client.PostAsync(At(video + "?handler=Delete"), delete))).ShouldBe(avatar);
        (await client.GetAsync(At(video))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Avatar_Ready_ShowsItsVoiceAndLetsItBeSet()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = $"/avatars/{await ServiceHost.MakeAvatarAsync(client)}";
        var page = await client.GetStringAsync(At(avatar));
        page.ShouldContain("In the footage Ada speaks at 181 Hz (150 to 210), 4.2 syllables a second, at -20 LUFS.");
        page.ShouldContain("English (America) (en-us), -1.5 semitones, 0.95 times its speed");
        page.ShouldContain("The one that fits Ada");

        using var form = await FieldsAsync(client, avatar, ("voice", "fr"), ("pitch", "0.5"), ("rate", ""));
        (await RedirectAsync(await client.PostAsync(At(avatar + "?handler=Voice"), form))).ShouldBe(avatar);
        Pipeline.Chosen.ShouldBe(new VoiceChoice("fr", 0.5));
        (await client.GetStringAsync(At(avatar))).ShouldContain("value=\"fr\"");

        using var wrong = await FieldsAsync(client, avatar, ("pitch", "30"));
        using var refused = await client.PostAsync(At(avatar + "?handler=Voice"), wrong);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("choose one from -12 to 12");

        using var automatic = await FieldsAsync(client, avatar, ("voice", "fr"), ("automatic", "true"));
        await RedirectAsync(await client.PostAsync(At(avatar + "?handler=Voice"), automatic));
        Pipeline.Chosen.ShouldBe(new VoiceChoice());
    }

    [Fact]
    public async Task Running_Avatar_ShowsStageAndRefreshesWithoutScripts()
    {
        Pipeline.Gate = (stage, token) => stage == "track" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "track");

        var page = await client.GetStringAsync(At($"/avatars/{id}"));

        page.ShouldContain("Following the face");
        page.ShouldContain("http-equiv=\"refresh\"");
        page.ShouldContain($"data-job=\"{job}\"");

        using var cancel = await FieldsAsync(client, $"/avatars/{id}");
        await RedirectAsync(await client.PostAsync(At($"/avatars/{id}?handler=Cancel"), cancel));
        await ServiceHost.WaitAsync(client, job, "cancelled");
        (await client.GetStringAsync(At($"/avatars/{id}"))).ShouldContain("Cancelled");
    }

    [Fact]
    public async Task Cancelling_Avatar_ShowsThatItStopsUntilItHas()
    {
        var stuck = new TaskCompletionSource();
        Pipeline.Gate = (stage, _) => stage == "track" ? stuck.Task : Task.CompletedTask;
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "track");
        (await client.PostAsync(At($"/api/v1/jobs/{job}/cancel"), null)).EnsureSuccessStatusCode();

        var page = await client.GetStringAsync(At($"/avatars/{id}"));

        page.ShouldContain("Stopping");
        page.ShouldContain($"data-job=\"{job}\"");
        page.ShouldNotContain("handler=Cancel");
        stuck.SetResult();
        await ServiceHost.WaitAsync(client, job, "cancelled");
        (await client.GetStringAsync(At($"/avatars/{id}"))).ShouldContain("handler=Retry");
    }

    [Fact]
    public async Task Forms_WithoutToken_AreRefusedBeforeAnyFile()
    {
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        using var upload = await client.PostAsync(At("/avatars/new"), form);
        upload.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await upload.Content.ReadAsStringAsync()).ShouldContain("send the form again");
        await ShouldBecomeEmptyAsync("uploads");

        var id = await ServiceHost.MakeAvatarAsync(client);
        using var nothing = new FormUrlEncodedContent([]);
        (await client.PostAsync(At($"/avatars/{id}?handler=Delete"), nothing)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Files("avatars").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Form_Wrong_IsShownAgainWithWhatWasWritten()
    {
        await using var host = Host();
        using var client = host.Client();
        using var upload = await FormAsync(client, "/", ("name", "Grace"), ("consentBy", "Grace"), ("consent", "Grace agreed"));
        upload.Add(new ByteArrayContent([]), "file", "grace.mov");
        using var response = await client.PostAsync(At("/avatars/new"), upload);
        var page = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.ShouldContain("The file is empty");
        page.ShouldContain("value=\"Grace\"");
        page.ShouldContain("Grace agreed");
    }

    [Theory]
    [InlineData("/avatars/nobody")]
    [InlineData("/avatars/nobody/say")]
    [InlineData("/videos/nobody")]
    [InlineData("/nowhere")]
    public async Task Unknown_Page_404InWords(string address)
    {
        await using var host = Host();
        using var client = host.Client();
        using var response = await client.GetAsync(At(address));
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await response.Content.ReadAsStringAsync()).ShouldContain("There is nothing here");
    }

    internal static async Task<string> TokenAsync(HttpClient client, string page) =>
        TokenField().Match(await client.GetStringAsync(At(page))).Groups[1].Value;

    internal static async Task<MultipartFormDataContent> FormAsync(HttpClient client, string page, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new StringContent(await TokenAsync(client, page)), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    internal static async Task<FormUrlEncodedContent> FieldsAsync(HttpClient client, string page, params (string Name, string Value)[] fields) =>
        new([new("__RequestVerificationToken", await TokenAsync(client, page)), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);

    internal static async Task<string> RedirectAsync(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.ToString();
    }

    private static async Task<string> EventuallyAsync(HttpClient client, string address, string text)
    {
        var page = "";
        await Eventually.SoAsync(async () => (page = await client.GetStringAsync(At(address))).Contains(text, StringComparison.Ordinal));
        page.ShouldContain(text);
        return page;
    }

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}

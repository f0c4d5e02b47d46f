using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class ConsentTests : ServiceTest
{
    [Theory]
    [InlineData(null, "I agree", null, "consent.missing")]
    [InlineData("Ada", null, null, "consent.missing")]
    [InlineData("Ada", "  ", null, "consent.missing")]
    [InlineData("Ada", "I agree", "tomorrow", "consent.date")]
    [InlineData("Ada", "I agree", "2999-01-01", "consent.date")]
    public async Task Create_WithoutAWholeConsent_BuildsNothing(string? person, string? words, string? day, string code)
    {
        await using var host = Host();
        using var client = host.Client();
        using var form = Form(person, words, day);
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.UnprocessableEntity, code);
        await ShouldBecomeEmptyAsync("uploads");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/jobs")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Create_WithAClip_KeepsTheRecordWithTheComparison()
    {
        await using var host = Host();
        using var ada = await host.BearerAsync("ada", "write");
        using var form = Form("Ada Lovelace", "I agree to lectures.", "2026-05-02", clip: true);
        var (avatar, job) = await ServiceHost.AcceptedAsync(await ada.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(ada, job, "succeeded");
        Pipeline.Builds.ShouldHaveSingleItem().Consent.ShouldBe("Ada Lovelace agreed on 2026-05-02: I agree to lectures.");
        Pipeline.Builds.Single().ConsentClip.ShouldNotBeNull();

        var consent = await ada.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{avatar}/consent");
        (Text(consent, "person"), Text(consent, "words"), Text(consent, "clip"), Text(consent, "recordedBy")).ShouldBe(("Ada Lovelace", "I agree to lectures.", "agree.mp4", "ada"));
        consent.GetProperty("agreedAt").GetDateTimeOffset().Date.ShouldBe(new DateTime(2026, 5, 2));
        (consent.GetProperty("distance").GetDouble(), consent.GetProperty("limit").GetDouble()).ShouldBe((1.25, 2.75));
        await ShouldBecomeEmptyAsync("uploads");

        using var bob = await host.BearerAsync("bob", "write");
        await ServiceHost.ProblemAsync(await bob.GetAsync(At($"/api/v1/avatars/{avatar}/consent")), HttpStatusCode.NotFound, "consent.none");
        await ServiceHost.ProblemAsync(await RevokeAsync(bob, avatar), HttpStatusCode.NotFound, "avatar.unknown");
    }

    [Fact]
    public async Task Revoke_StopsWhatRunsAndWaits_AndNothingMoreIsRendered()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        Pipeline.Gate = (stage, token) => stage == "render" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        var (_, running) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "One" }));
        await ServiceHost.WaitAsync(client, running, job => job.GetProperty("stage").GetString() == "render");
        var (_, waiting) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Two" }));

        using var revoked = await RevokeAsync(client, avatar, "She left.");
        var consent = await revoked.Content.ReadFromJsonAsync<JsonElement>();
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK, consent.ToString());
        (Text(consent, "reason"), consent.GetProperty("revokedAt").ValueKind).ShouldBe(("She left.", JsonValueKind.String));
        await ServiceHost.WaitAsync(client, running, "cancelled");
        await ServiceHost.WaitAsync(client, waiting, "cancelled");
        await ServiceHost.ProblemAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Three" }), HttpStatusCode.Conflict, "consent.revoked");
        await ServiceHost.ProblemAsync(await RevokeAsync(client, avatar), HttpStatusCode.Conflict, "consent.revoked");

        // A job that is started again finds it, too.
        (await client.PostAsync(At($"/api/v1/jobs/{waiting}/retry"), null)).EnsureSuccessStatusCode();
        (await ServiceHost.WaitAsync(client, waiting, "failed")).GetProperty("error").GetProperty("code").GetString().ShouldBe("consent.revoked");

        // Who agrees anew is recorded anew.
        Pipeline.Gate = (_, _) => Task.CompletedTask;
        using var again = await client.PostAsJsonAsync($"/api/v1/avatars/{avatar}/consent", new { person = "Ada", words = "Again" });
        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        await ServiceHost.ProblemAsync(await client.PostAsJsonAsync($"/api/v1/avatars/{avatar}/consent", new { person = "Ada", words = "Again" }), HttpStatusCode.Conflict, "consent.given");
        var (_, third) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Three" }));
        await ServiceHost.WaitAsync(client, third, "succeeded");
    }

    [Fact]
    public async Task Revoke_WithDelete_LeavesTheRecordAlone()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (video, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "One" }));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        using var revoked = await RevokeAsync(client, avatar, delete: true);
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(At($"/api/v1/avatars/{avatar}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync(At($"/api/v1/videos/{video}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await ShouldBecomeEmptyAsync("avatars");
        await ShouldBecomeEmptyAsync("videos");
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{avatar}/consent")).GetProperty("revokedAt").ValueKind.ShouldBe(JsonValueKind.String);
    }

    private static Task<HttpResponseMessage> RevokeAsync(HttpClient client, string avatar, string? reason = null, bool delete = false) =>
        client.PostAsJsonAsync($"/api/v1/avatars/{avatar}/consent/revoke", new { reason, delete });

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static MultipartFormDataContent Form(string? person, string? words, string? day, bool clip = false)
    {
        var form = new MultipartFormDataContent { { new StringContent("Ada"), "name" } };
        foreach (var (name, value) in new[] { ("consentBy", person), ("consent", words), ("consentAt", day) })
        {
            if (value is not null)
            {
                form.Add(new StringContent(value), name);
            }
        }

        if (clip)
        {
            form.Add(new ByteArrayContent([4, 5, 6]), "consentClip", "agree.mp4");
        }

        form.Add(new ByteArrayContent([1, 2, 3]), "file", "clip.mp4");
        return form;
    }
}

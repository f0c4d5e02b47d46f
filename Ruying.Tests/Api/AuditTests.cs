using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Admin;
using Ruying.Api.Audit;
using Ruying.Api.Data;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class AuditTests : ServiceTest
{
    [Fact]
    public async Task Log_WhatKeysDid_IsToldToAdminsAlone()
    {
        await using var host = Host();
        using var ada = await host.BearerAsync("ada", "write");
        using var admin = await host.BearerAsync("root", "admin");
        var avatar = await ServiceHost.MakeAvatarAsync(ada);
        using var created = await ada.PostAsJsonAsync("/api/v1/videos/batch", new { video = new { avatarId = avatar, text = "Hello {n}" }, rows = new[] { new { n = "Bo" }, new { n = "Cy" } } });
        var videos = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("videos").EnumerateArray().Select(v => (Id: v.GetProperty("id").GetString()!, Job: v.GetProperty("jobId").GetString()!)).ToList();
        foreach (var (_, job) in videos)
        {
            await ServiceHost.WaitAsync(ada, job, "succeeded");
        }

        (await ada.DeleteAsync(At($"/api/v1/avatars/{avatar}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ada.DeleteAsync(At($"/api/v1/avatars/{avatar}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var log = await ListAsync(admin, "?owner=ada");
        log.Select(e => e.GetProperty("action").GetString()).ShouldBe(["DeleteAvatar", "CreateVideos", "CreateAvatar"], "what was refused did nothing");
        log.ShouldAllBe(e => e.GetProperty("actor").GetString() == "ada" && e.GetProperty("key").GetString()!.Length == 32);
        log[0].GetProperty("subject").GetString().ShouldBe($"/api/v1/avatars/{avatar}");
        videos.ShouldAllBe(v => log[1].GetProperty("subject").GetString()!.Contains(v.Id, StringComparison.Ordinal));
        (await ListAsync(admin, $"?subject={avatar}")).Count.ShouldBe(2);
        (await ListAsync(admin, "?limit=1&action=CreateAvatar")).Count.ShouldBe(1);
        await ServiceHost.ProblemAsync(await ada.GetAsync(At("/api/v1/audit")), HttpStatusCode.Forbidden, "auth.scope");
    }

    [Fact]
    public async Task Log_ManyAtOnce_EachIsKeptBeforeItsWriterGoesOn()
    {
        await using var host = Host();
        var log = host.Services.GetRequiredService<AuditLog>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, token) =>
        {
            await log.WriteAsync(AuditLog.Service, "Count", $"({i})", token);
            (await log.ListAsync(2, new AuditQuery(Subject: $"({i})"), token)).Count(row => row.Subject == $"({i})").ShouldBe(1);
        });
        (await log.ListAsync(500, new AuditQuery(Action: "Count"), default)).Count.ShouldBe(200);
    }

    [Fact]
    public async Task Log_RowThatCannotBeKept_ItsWriterIsToldAndOthersGoOn()
    {
        await using var host = Host();
        var log = host.Services.GetRequiredService<AuditLog>();
        await Should.ThrowAsync<DbUpdateException>(() => log.WriteAsync((string)null!, "Bad", "nothing", default));
        await log.WriteAsync(AuditLog.Service, "Good", "something", default);
        (await log.ListAsync(10, new AuditQuery(), default)).ShouldHaveSingleItem().Action.ShouldBe("Good");
    }

    [Fact]
    public async Task Log_SameRequestAgain_IsNotedOnce()
    {
        await using var host = Host();
        using var client = host.Client();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/avatars") { Content = ServiceHost.Footage() };
            request.Headers.Add("Idempotency-Key", "once");
            await ServiceHost.AcceptedAsync(await client.SendAsync(request));
        }

        (await ListAsync(client, "?action=CreateAvatar")).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("UPDATE audit SET \"Actor\" = 'nobody'")]
    [InlineData("DELETE FROM audit")]
    public async Task Log_ChangedByHand_IsRefusedByTheDatabase(string sql)
    {
        await using var host = Host();
        using var client = host.Client();
        await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), ServiceHost.Footage()));
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<RuyingDb>>().CreateDbContextAsync();
        (await Should.ThrowAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(sql))).Message.ShouldContain("only added to");
        (await ListAsync(client, "")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Command_Audit_PrintsWhatWasDone()
    {
        await using (var host = Host())
        {
            using var client = host.Client();
            await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), ServiceHost.Footage()));
        }

        using var text = new StringWriter();
        using var error = new StringWriter();
        (await AdminCommandLine.RunAsync(["audit", "--data", Folder], new AdminOutput(text, error))).ShouldBe(0, error.ToString());
        text.ToString().ShouldContain("local (local)  CreateAvatar  avatars/");
    }

    private static async Task<List<JsonElement>> ListAsync(HttpClient client, string query) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/v1/audit" + query)).GetProperty("items").EnumerateArray()];
}

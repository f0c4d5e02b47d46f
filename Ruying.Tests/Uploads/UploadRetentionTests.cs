using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Retention;
using Ruying.Tests.EndToEnd;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Uploads;

public sealed class UploadRetentionTests : TusTest
{
    [Fact]
    public async Task Apply_AbandonedUploads_GoByDefault()
    {
        await using var host = Host();
        using var client = host.Client();
        var (left, active) = (await CreateAsync(client, 100), await CreateAsync(client, 100));
        (await PatchAsync(client, left, 0, Bytes(40))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var (unused, young) = (await SendFileAsync(client, Bytes(70)), await SendFileAsync(client, Bytes(70)));
        Age(Id(left), TimeSpan.FromHours(25));
        Age(Id(active), TimeSpan.FromHours(23));
        Age(unused, TimeSpan.FromDays(8));
        Age(young, TimeSpan.FromDays(6));

        var retention = host.Services.GetRequiredService<RetentionService>();
        var listed = await retention.ListAsync(CancellationToken.None);
        listed.Select(i => (i.What, i.Id, i.Bytes)).ShouldBe([(RetentionKind.Unfinished, Id(left), 40), (RetentionKind.Unused, unused, 70)], ignoreOrder: true);
        Files("uploads").Length.ShouldBe(3, "a look removes nothing, and of the one that is active no byte has come");

        (await retention.ApplyAsync(CancellationToken.None)).ShouldBe(listed);
        Files("uploads").Select(Path.GetFileName).ShouldBe([young]);
        (await SendAsync(client, HttpMethod.Head, left)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await OffsetAsync(client, active)).ShouldBe(0);
        (await retention.ListAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Apply_BytesArrive_LeavesTheUpload()
    {
        await using var host = Host();
        host.UseKestrel(0);
        host.StartServer();
        using var client = host.CreateClient();
        var address = await CreateAsync(client, 100);
        using var patch = await RawPatch.StartAsync(client, address, 0, 100);
        await patch.SendAsync(Bytes(100).AsMemory(0, 40));
        for (var i = 0; await OffsetAsync(client, address) < 40; i++)
        {
            i.ShouldBeLessThan(1000);
            await Task.Delay(30);
        }

        Age(Id(address), TimeSpan.FromHours(25));
        (await host.Services.GetRequiredService<RetentionService>().ApplyAsync(CancellationToken.None)).ShouldBeEmpty();
        await patch.SendAsync(Bytes(100).AsMemory(40));
        (await patch.AnswerAsync()).ShouldStartWith("HTTP/1.1 204");
    }

    [Fact]
    public async Task List_SetToZero_KeepsThemForGood()
    {
        await using var host = Host(("Ruying:Retention:UnfinishedHours", "0"), ("Ruying:Retention:UnusedDays", "0"));
        using var client = host.Client();
        using var created = await SendAsync(client, HttpMethod.Post, Address, ("Upload-Length", "100"));
        created.Headers.Contains("Upload-Expires").ShouldBeFalse();
        var address = created.Headers.Location!.OriginalString;
        Age(Id(address), TimeSpan.FromDays(1000));
        Age(await SendFileAsync(client, Bytes(70)), TimeSpan.FromDays(1000));
        (await OffsetAsync(client, address)).ShouldBe(0);
        (await host.Services.GetRequiredService<RetentionService>().ListAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Command_DryRun_ListsThemBesideTheService()
    {
        await using var host = Host();
        using var client = host.Client();
        var address = await CreateAsync(client, 100);
        Age(Id(address), TimeSpan.FromHours(25));
        var (code, output, error) = await ServiceProcess.RunAsync(Folder, "admin", "retention", "--dry-run");
        code.ShouldBe(0, error);
        output.ShouldContain($"unfinished  {Id(address)}");
        (await ServiceProcess.RunAsync(Folder, "admin", "retention")).Output.ShouldContain("removed: 1");
        (await SendAsync(client, HttpMethod.Head, address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private void Age(string id, TimeSpan time)
    {
        using var db = new SqliteConnection($"Data Source={Path.Combine(Folder, "ruying.db")};Pooling=False");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = "UPDATE uploads SET TouchedAt = TouchedAt - $ms, FinishedAt = FinishedAt - $ms WHERE Id = $id";
        command.Parameters.AddWithValue("$ms", (long)time.TotalMilliseconds);
        command.Parameters.AddWithValue("$id", id);
        command.ExecuteNonQuery().ShouldBe(1);
    }
}

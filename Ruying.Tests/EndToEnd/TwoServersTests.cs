using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Api.Backups;
using Ruying.Tests.Api.Data;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.EndToEnd;

/// <summary>Two servers, processes of their own, on one PostgreSQL and one folder.</summary>
[Collection(PostgresTests.Name)]
public sealed class TwoServersTests(PostgresServer server) : IDisposable
{
    private const string Script = "These words were typed. Nobody filmed them. People may keep a copy, and that is all there is to say for now. Unless one of two goes before it is done.";
    private readonly TempFolder _work = new();

    public void Dispose() => _work.Dispose();

    [SkippableFact]
    public async Task Kill_OneThatRenders_TheOtherFinishesOnce()
    {
        var data = _work.File("data");
        var database = await server.CreateDatabaseAsync();
        var avatar = await FillAsync(data, database);
        using var first = await StartAsync(data, database, "--role", "worker");
        using var web = await StartAsync(data, database, "--role", "web");
        using var created = await web.Client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = Script, language = "en" });
        created.EnsureSuccessStatusCode();
        var made = await created.Content.ReadFromJsonAsync<JsonElement>();
        var (video, job) = (made.GetProperty("id").GetString()!, made.GetProperty("jobId").GetString()!);
        var seen = await web.WaitAsync(job, j => Ended(j) || j.GetProperty("stage").GetString() == "render");
        await first.KillAsync();
        using var second = await StartAsync(data, database, "--role", "worker");

        var done = await web.WaitAsync(job, Ended);
        done.GetProperty("state").GetString().ShouldBe("succeeded", done.ToString());
        if (!Ended(seen))
        {
            done.GetProperty("attempt").GetInt32().ShouldBe(2);
            done.GetProperty("worker").GetString().ShouldNotBe(seen.GetProperty("worker").GetString());
        }

        await ShouldBeWholeAsync(web, data, video, job);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Kill_OneOfTwoThatShareAVideo_TheOtherFinishes(bool own)
    {
        var data = _work.File("data");
        var database = await server.CreateDatabaseAsync();
        var avatar = await FillAsync(data, database);
        using var first = await StartAsync(data, database, "--role", "worker");
        using var second = await StartAsync(data, database, "--role", "worker");
        using var web = await StartAsync(data, database, "--role", "web");
        var text = string.Concat(Enumerable.Repeat(Script + " ", 5));
        using var created = await web.Client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text, language = "en" });
        created.EnsureSuccessStatusCode();
        var made = await created.Content.ReadFromJsonAsync<JsonElement>();
        var (video, job) = (made.GetProperty("id").GetString()!, made.GetProperty("jobId").GetString()!);

        await Eventually.SoAsync(async () => await BusyAsync() == "2");
        (await BusyAsync()).ShouldBe("2");
        var runs = (await web.WaitAsync(job, _ => true)).GetProperty("worker").GetString();
        var isFirst = await PostgresServer.ScalarAsync(database, """SELECT "Id" FROM servers WHERE "Role" = 'Worker' ORDER BY "StartedAt" LIMIT 1""") as string == runs;
        await (isFirst == own ? first : second).KillAsync();

        var done = await web.WaitAsync(job, Ended);
        done.GetProperty("state").GetString().ShouldBe("succeeded", done.ToString());
        done.GetProperty("attempt").GetInt32().ShouldBe(own ? 2 : 1);
        await ShouldBeWholeAsync(web, data, video, job);
        $"{await PostgresServer.ScalarAsync(database, "SELECT count(*) FROM segments")}".ShouldBe("0");

        async Task<string> BusyAsync() => $"{await PostgresServer.ScalarAsync(database, """SELECT count(DISTINCT "Worker") FROM segments WHERE "Claim" IS NOT NULL AND NOT "IsDone" AND "Frames" > 20""")}";
    }

    [SkippableFact]
    public async Task Role_WithOneMachinesSettings_IsRefused()
    {
        var (code, _, error) = await ServiceProcess.RunAsync(_work.File("data"), "--role", "worker", "--urls", "http://127.0.0.1:0");
        code.ShouldBe(2);
        error.ShouldContain("Ruying:Database=postgres");
        error.ShouldContain("[settings.invalid]");
    }

    private async Task ShouldBeWholeAsync(ServiceProcess web, string data, string video, string job)
    {
        var file = _work.File("video.mp4");
        await File.WriteAllBytesAsync(file, await web.Client.GetByteArrayAsync(new Uri($"/api/v1/videos/{video}/file", UriKind.Relative)));
        var seconds = (await web.Client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{video}")).GetProperty("seconds").GetDouble();
        (await Ffmpeg.ProbeAsync(file, "v:0", "nb_frames")).ShouldBe($"{Math.Round(seconds * 25)}");
        Directory.GetFiles(Path.Combine(data, "videos"), $"{video}*").Length.ShouldBe(1);
        await Eventually.SoAsync(() => !Directory.Exists(Path.Combine(data, "work", job)));
        Directory.Exists(Path.Combine(data, "work", job)).ShouldBeFalse();
    }

    /// <summary>Fills a new database and folder with the kept avatar.</summary>
    private static async Task<string> FillAsync(string data, string database)
    {
        await BackupRestore.RestoreAsync(KeptData.Backup, data, default);
        using var any = await StartAsync(data, database);
        await PostgresServer.ScalarAsync(database, $"""
            INSERT INTO jobs ("Id", "OwnerId", "Kind", "SubjectId", "State", "Percent", "Attempt", "PutOffs", "CreatedAt")
                VALUES ('01a20efa44d07af688ac4db9d517ffb2', 'local', 'Avatar', '{KeptData.Avatar}', 'Succeeded', 100, 1, 0, 0);
            INSERT INTO avatars ("Id", "OwnerId", "Name", "Consent", "FootageName", "CreatedAt", "JobId")
                VALUES ('{KeptData.Avatar}', 'local', 'Kept', 'A test', 'small.mp4', 0, '01a20efa44d07af688ac4db9d517ffb2');
            """);
        return KeptData.Avatar;
    }

    private static Task<ServiceProcess> StartAsync(string data, string database, params string[] more) => ServiceProcess.StartAsync(
        data, settings: ["--Ruying:Database", "postgres", "--Ruying:Postgres", database, "--Ruying:SharedFolder", "true", "--Ruying:ServerTimeout", "6", .. more]);

    private static bool Ended(JsonElement job) => job.GetProperty("state").GetString() is "succeeded" or "failed" or "cancelled";
}

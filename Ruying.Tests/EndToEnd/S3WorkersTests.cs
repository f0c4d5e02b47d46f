using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Api.Backups;
using Ruying.Api.Storage;
using Ruying.Api.Storage.S3;
using Ruying.Tests.Api.Data;
using Ruying.Tests.Api.Storage;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.EndToEnd;

/// <summary>A web server and a worker, processes of their own that share a PostgreSQL database and a bucket, and no folder.</summary>
[Collection(S3Tests.Name)]
public sealed class S3WorkersTests(S3Server store) : IAsyncLifetime
{
    private readonly TempFolder _work = new();
    private readonly PostgresServer _tables = new();

    public Task InitializeAsync() => _tables.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _tables.DisposeAsync();
        _work.Dispose();
    }

    [SkippableFact]
    public async Task Render_ByAWorkerWithAFolderOfItsOwn_ComesBackThroughTheBucket()
    {
        var bucket = await store.CreateBucketAsync();
        var database = await _tables.CreateDatabaseAsync();
        using var web = await StartAsync("web", bucket, database);
        await FillAsync(bucket, database);
        (await web.Client.PutAsJsonAsync($"/api/v1/avatars/{KeptData.Avatar}/voice", new { pitch = 1.5 })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var worker = await StartAsync("worker", bucket, database);
        using var created = await web.Client.PostAsJsonAsync("/api/v1/videos", new { avatarId = KeptData.Avatar, text = "These words were typed.", language = "en", captions = "vtt" });
        created.EnsureSuccessStatusCode();
        var made = await created.Content.ReadFromJsonAsync<JsonElement>();
        var (video, job) = (made.GetProperty("id").GetString()!, made.GetProperty("jobId").GetString()!);
        var done = await web.WaitAsync(job, j => j.GetProperty("state").GetString() is "succeeded" or "failed");
        done.GetProperty("state").GetString().ShouldBe("succeeded", done.ToString());

        // The client follows the redirect to the bucket.
        var file = _work.File("video.mp4");
        await File.WriteAllBytesAsync(file, await web.Client.GetByteArrayAsync(new Uri($"/api/v1/videos/{video}/file", UriKind.Relative)));
        var seconds = (await web.Client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{video}")).GetProperty("seconds").GetDouble();
        (await Ffmpeg.ProbeAsync(file, "v:0", "nb_frames")).ShouldBe($"{Math.Round(seconds * 25)}");
        (await web.Client.GetStringAsync(new Uri($"/api/v1/videos/{video}/captions.vtt", UriKind.Relative))).ShouldStartWith("WEBVTT");
        foreach (var server in new[] { "web", "worker" })
        {
            Directory.GetFileSystemEntries(_work.File($"{server}/videos")).ShouldBeEmpty();
            await Eventually.SoAsync(() => Directory.GetFileSystemEntries(_work.File($"{server}/work")).Length == 0);
            Directory.GetFileSystemEntries(_work.File($"{server}/work")).ShouldBeEmpty();
        }

        (await web.Client.DeleteAsync(new Uri($"/api/v1/avatars/{KeptData.Avatar}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await S3Server.NamesAsync(bucket)).ShouldAllBe(name => name.StartsWith("keys/", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Kill_OneOfTwoThatShareAVideo_TheOtherFinishesThroughTheBucket(bool own)
    {
        var bucket = await store.CreateBucketAsync();
        var database = await _tables.CreateDatabaseAsync();
        using var web = await StartAsync("web", bucket, database);
        await FillAsync(bucket, database);
        using var first = await StartAsync("worker", bucket, database, "first");
        using var second = await StartAsync("worker", bucket, database, "second");
        var text = string.Concat(Enumerable.Repeat("These words were typed. Nobody filmed them. People may keep a copy, and that is all there is to say for now. ", 5));
        using var created = await web.Client.PostAsJsonAsync("/api/v1/videos", new { avatarId = KeptData.Avatar, text, language = "en" });
        created.EnsureSuccessStatusCode();
        var made = await created.Content.ReadFromJsonAsync<JsonElement>();
        var (video, job) = (made.GetProperty("id").GetString()!, made.GetProperty("jobId").GetString()!);
        await Eventually.SoAsync(async () => await CountAsync("count(DISTINCT \"Worker\")", "NOT \"IsDone\" AND \"Frames\" > 20") == "2");
        (await CountAsync("count(DISTINCT \"Worker\")", "\"Worker\" IS NOT NULL")).ShouldBe("2");

        // When something is in the bucket that another can go on from.
        await Eventually.SoAsync(async () => await CountAsync("count(*)", "\"IsDone\"") != "0");
        var runs = (await web.WaitAsync(job, _ => true)).GetProperty("worker").GetString();
        var isFirst = await PostgresServer.ScalarAsync(database, """SELECT "Id" FROM servers WHERE "Role" = 'Worker' ORDER BY "StartedAt" LIMIT 1""") as string == runs;
        await (isFirst == own ? first : second).KillAsync();

        var done = await web.WaitAsync(job, j => j.GetProperty("state").GetString() is "succeeded" or "failed");
        done.GetProperty("state").GetString().ShouldBe("succeeded", done.ToString());
        var file = _work.File("video.mp4");
        await File.WriteAllBytesAsync(file, await web.Client.GetByteArrayAsync(new Uri($"/api/v1/videos/{video}/file", UriKind.Relative)));
        var seconds = (await web.Client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{video}")).GetProperty("seconds").GetDouble();
        (await Ffmpeg.ProbeAsync(file, "v:0", "nb_frames")).ShouldBe($"{Math.Round(seconds * 25)}");
        await Eventually.SoAsync(async () => !(await S3Server.NamesAsync(bucket)).Any(name => name.StartsWith("work/", StringComparison.Ordinal)));
        (await S3Server.NamesAsync(bucket)).ShouldNotContain(name => name.StartsWith("work/", StringComparison.Ordinal));

        async Task<string> CountAsync(string what, string where) => $"{await PostgresServer.ScalarAsync(database, $"SELECT {what} FROM segments WHERE {where}")}";
    }

    [SkippableFact]
    public async Task Start_NoSuchBucket_IsOneLineAndExitCode2()
    {
        var bucket = await store.CreateBucketAsync();
        bucket.Bucket = "not-there";
        var (code, _, error) = await ServiceProcess.RunAsync(_work.File("data"), ["--urls", "http://127.0.0.1:0", .. Words(bucket)]);
        code.ShouldBe(2);
        error.ShouldContain("[storage.misconfigured]");
        error.ShouldNotContain(bucket.SecretKey);
    }

    /// <summary>The kept avatar, in the tables and the bucket.</summary>
    private async Task FillAsync(S3Options bucket, string database)
    {
        await BackupRestore.RestoreAsync(KeptData.Backup, _work.File("kept"), default);
        using var files = S3Server.Store(bucket, _work.File("filling"));
        await files.MoveFolderAsync(_work.File($"kept/avatars/{KeptData.Avatar}/package"), StoreNames.Package(KeptData.Avatar), StoreNames.PackageParts, default);
        await PostgresServer.ScalarAsync(database, $"""
            INSERT INTO jobs ("Id", "OwnerId", "Kind", "SubjectId", "State", "Percent", "Attempt", "PutOffs", "CreatedAt")
                VALUES ('01a20efa44d07af688ac4db9d517ffb2', 'local', 'Avatar', '{KeptData.Avatar}', 'Succeeded', 100, 1, 0, 0);
            INSERT INTO avatars ("Id", "OwnerId", "Name", "Consent", "FootageName", "CreatedAt", "JobId")
                VALUES ('{KeptData.Avatar}', 'local', 'Kept', 'A test', 'small.mp4', 0, '01a20efa44d07af688ac4db9d517ffb2');
            """);
    }

    private Task<ServiceProcess> StartAsync(string role, S3Options bucket, string database, string? folder = null) => ServiceProcess.StartAsync(
        _work.File(folder ?? role), settings: ["--role", role, "--Ruying:Database", "postgres", "--Ruying:Postgres", database, "--Ruying:ServerTimeout", "6", .. Words(bucket)]);

    private static IEnumerable<string> Words(S3Options bucket) => S3Server.Settings(bucket).SelectMany(setting => new[] { "--" + setting.Key, setting.Value });
}

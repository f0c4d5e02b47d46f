using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Ruying.Api.Admin;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class BackupTests : ServiceTest
{
    private string Beside(string name) => Path.Combine(Mirror, name);

    [Theory]
    [InlineData("copy.tar.gz")]
    [InlineData("copy")]
    public async Task Restore_BackupMadeWhileJobsRun_HasTheSameAvatarsAndVideosAndGoesOn(string name)
    {
        string avatar, video, waiting;
        await using (var host = Host())
        {
            using var client = host.Client();
            avatar = await ServiceHost.MakeAvatarAsync(client);
            (video, var made) = await ServiceHost.AcceptedAsync(
                await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello", captions = "srt,vtt" }));
            await ServiceHost.WaitAsync(client, made, "succeeded");

            // One that runs and one that waits behind it.
            Pipeline.Gate = (stage, token) => stage == "track" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
            using var form = ServiceHost.Footage();
            var (_, running) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
            using var second = ServiceHost.Footage();
            (waiting, _) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), second));
            await ServiceHost.WaitAsync(client, running, j => j.GetProperty("stage").GetString() == "track");

            var (code, said) = await RunAsync("backup", Beside(name), "--data", Folder, "--json");
            code.ShouldBe(0, said);
            JsonSerializer.Deserialize<JsonElement>(said).GetProperty("missing").GetArrayLength().ShouldBe(0);
            Directory.GetFileSystemEntries(Mirror, "*.partial*").ShouldBeEmpty();

            // What comes later is not in it.
            (await client.DeleteAsync(At($"/api/v1/videos/{video}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        Pipeline.Gate = (_, _) => Task.CompletedTask;
        var elsewhere = Beside("elsewhere");
        var (restored, text) = await RunAsync("restore", Beside(name), "--data", elsewhere);
        restored.ShouldBe(0, text);
        Directory.Exists(Path.Combine(elsewhere, "work")).ShouldBeFalse("unfinished work is done again");
        await using (var host = new ServiceHost(elsewhere, Pipeline))
        {
            using var client = host.Client();
            (await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{avatar}")).GetProperty("state").GetString().ShouldBe("ready");
            (await client.GetStringAsync(At($"/api/v1/avatars/{avatar}/poster.jpg"))).ShouldBe("a picture");
            (await client.GetByteArrayAsync(At($"/api/v1/videos/{video}/file"))).ShouldBe(Pipeline.Video);
            (await client.GetStringAsync(At($"/api/v1/videos/{video}/captions.vtt"))).ShouldBe("captions.vtt");
            var job = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{waiting}")).GetProperty("job").GetProperty("id").GetString()!;
            await ServiceHost.WaitAsync(client, job, "succeeded");
        }

        var (again, refusal) = await RunAsync("restore", Beside(name), "--data", elsewhere);
        again.ShouldBe(2);
        refusal.ShouldContain("[restore.not_empty]");
    }

    [Fact]
    public async Task Backup_BesideDeletions_IsWholeEachTime()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var stopped = false;
        var churn = ChurnAsync(client, avatar, () => Volatile.Read(ref stopped));
        for (var i = 0; i < 5; i++)
        {
            var (code, said) = await RunAsync("backup", Beside($"{i}.tar.gz"), "--data", Folder, "--json");
            code.ShouldBe(0, said);
            JsonSerializer.Deserialize<JsonElement>(said).GetProperty("missing").GetArrayLength().ShouldBe(0, said);
        }

        Volatile.Write(ref stopped, true);
        (await churn).ShouldBeGreaterThan(0);
        for (var i = 0; i < 5; i++)
        {
            var (code, said) = await RunAsync("restore", Beside($"{i}.tar.gz"), "--data", Beside($"r{i}"));
            code.ShouldBe(0, said);
            await using var other = new ServiceHost(Beside($"r{i}"), Pipeline);
            using var reader = other.Client();
            var list = await reader.GetFromJsonAsync<JsonElement>("/api/v1/videos?limit=100");
            foreach (var video in list.GetProperty("items").EnumerateArray().Where(v => v.GetProperty("state").GetString() == "ready"))
            {
                (await reader.GetByteArrayAsync(At($"/api/v1/videos/{video.GetProperty("id").GetString()}/file"))).ShouldBe(Pipeline.Video);
            }
        }
    }

    [Fact]
    public async Task Backup_FilesRemovedByHand_AreNamed()
    {
        string avatar;
        await using (var host = Host())
        {
            using var client = host.Client();
            avatar = await ServiceHost.MakeAvatarAsync(client);
        }

        Directory.Delete(Path.Combine(Folder, "avatars", avatar, "package"), recursive: true);
        var (code, said) = await RunAsync("backup", Beside("copy"), "--data", Folder);
        code.ShouldBe(0, said);
        said.ShouldContain($"avatars/{avatar}/package is not in the data folder");
    }

    [Fact]
    public async Task Backup_NameTakenOrNoDataFolder_IsRefused()
    {
        await using (var host = Host())
        {
            using var client = host.Client();
            await client.GetAsync(At("/"));
        }

        await File.WriteAllTextAsync(Beside("taken.tar.gz"), "mine");
        (await RunAsync("backup", Beside("taken.tar.gz"), "--data", Folder)).Text.ShouldContain("[backup.exists]");
        (await File.ReadAllTextAsync(Beside("taken.tar.gz"))).ShouldBe("mine");
        (await RunAsync("backup", Mirror, "--data", Folder)).Text.ShouldContain("[backup.exists]");
        var (code, said) = await RunAsync("backup", Beside("copy"), "--data", Beside("nowhere"));
        code.ShouldBe(2);
        said.ShouldContain("[data.missing]");
        Directory.Exists(Beside("nowhere")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("changed", "[backup.damaged]")]
    [InlineData("gone", "[backup.damaged]")]
    [InlineData("stranger", "[backup.damaged]")]
    [InlineData("unlisted", "[backup.damaged]")]
    [InlineData("later", "[backup.version]")]
    [InlineData("nothing", "[backup.unknown]")]
    public async Task Restore_WhatIsNotAsItWas_IsRefusedAndNothingStays(string what, string code)
    {
        await using (var host = Host())
        {
            using var client = host.Client();
            await ServiceHost.MakeAvatarAsync(client);
        }

        var copy = Beside("copy");
        (await RunAsync("backup", copy, "--data", Folder)).Code.ShouldBe(0);
        var list = Path.Combine(copy, "backup.json");
        var poster = Directory.GetFiles(copy, "*.jpg", SearchOption.AllDirectories).Single();
        switch (what)
        {
            case "changed":
                await File.WriteAllTextAsync(poster, "A picture");
                break;
            case "gone":
                File.Delete(poster);
                break;
            case "stranger":
                File.Delete(list);
                break;
            case "unlisted":
                await File.WriteAllTextAsync(Path.Combine(copy, "more"), "more");
                break;
            case "later":
                await File.WriteAllTextAsync(list, (await File.ReadAllTextAsync(list)).Replace("\"schema\": ", "\"schema\": 9", StringComparison.Ordinal));
                break;
            default:
                copy = Beside("nothing");
                break;
        }

        var (exit, said) = await RunAsync("restore", copy, "--data", Beside("elsewhere"));
        exit.ShouldBe(2);
        said.ShouldContain(code);
        Directory.Exists(Beside("elsewhere")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("../evil", TarEntryType.RegularFile)]
    [InlineData("/tmp/evil", TarEntryType.RegularFile)]
    [InlineData("a/../../evil", TarEntryType.RegularFile)]
    [InlineData("avatars", TarEntryType.SymbolicLink)]
    [InlineData("avatars", TarEntryType.HardLink)]
    public async Task Restore_ArchiveThatReachesOut_WritesNothing(string name, TarEntryType type)
    {
        var archive = Beside("evil.tar.gz");
        await using (var file = new GZipStream(File.Create(archive), CompressionLevel.Fastest))
        await using (var tar = new TarWriter(file))
        {
            var entry = new PaxTarEntry(type, name);
            if (type == TarEntryType.RegularFile)
            {
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes("evil"));
            }
            else
            {
                entry.LinkName = "/tmp";
            }

            await tar.WriteEntryAsync(entry);
        }

        var (code, said) = await RunAsync("restore", archive, "--data", Beside("in/data"));
        code.ShouldBe(2);
        said.ShouldContain("[backup.damaged]");
        Directory.GetFiles(Mirror, "evil", SearchOption.AllDirectories).ShouldBeEmpty();
        Directory.Exists(Beside("in/data")).ShouldBeFalse();
    }

    [Fact]
    public async Task Restore_ArchiveCutShort_IsRefused()
    {
        await using (var host = Host())
        {
            using var client = host.Client();
            await ServiceHost.MakeAvatarAsync(client);
        }

        var archive = Beside("copy.tar.gz");
        (await RunAsync("backup", archive, "--data", Folder)).Code.ShouldBe(0);
        var bytes = await File.ReadAllBytesAsync(archive);
        foreach (var part in new[] { 0, 10, bytes.Length / 2, bytes.Length - 20 })
        {
            await File.WriteAllBytesAsync(archive, bytes[..part]);
            var (code, said) = await RunAsync("restore", archive, "--data", Beside("elsewhere"));
            code.ShouldBe(2, said);
            said.ShouldContain("[backup.damaged]", customMessage: $"cut at {part}");
        }
    }

    private static async Task<int> ChurnAsync(HttpClient client, string avatar, Func<bool> stop)
    {
        var made = 0;
        while (!stop())
        {
            var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));
            await ServiceHost.WaitAsync(client, job, "succeeded");
            if (made++ % 3 != 0)
            {
                (await client.DeleteAsync(At($"/api/v1/videos/{id}"))).EnsureSuccessStatusCode();
            }
        }

        return made;
    }

    private static async Task<(int Code, string Text)> RunAsync(params string[] words)
    {
        using StringWriter said = new(), wrong = new();
        var code = await AdminCommandLine.RunAsync(words, new AdminOutput(said, wrong));
        return (code, said.ToString() + wrong);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Ruying.Api.Backups;
using Ruying.Tests.Api;
using Ruying.Tests.Api.Data;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.EndToEnd;

/// <summary>The disk fills while a video is made: the job says so, nothing breaks, and it goes on when there is room.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Script = "These words were typed. Nobody filmed them. People may keep a copy, and that is all there is to say for now. ";
    private readonly TempFolder _work = new();

    private string Disk => _work.File("disk");

    public void Dispose()
    {
        Mount("umount", Disk);
        _work.Dispose();
    }

    [SkippableFact]
    public async Task Disk_FullInTheMiddleOfAJob_IsSaidAndMended()
    {
        Directory.CreateDirectory(Disk);
        Skip.IfNot(Mount("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", Disk), "no disk of a test's own can be made here");
        var data = Path.Combine(Disk, "data");
        await BackupRestore.RestoreAsync(KeptData.Backup, data, default);
        string video, job;
        using (var service = await ServiceProcess.StartAsync(data))
        {
            service.Client.DefaultRequestHeaders.Add("Authorization", $"Bearer {KeptData.Key}");
            var wanted = new { avatarId = KeptData.Avatar, text = string.Concat(Enumerable.Repeat(Script, 6)), language = "en" };
            using var created = await service.Client.PostAsJsonAsync("/api/v1/videos", wanted);
            created.EnsureSuccessStatusCode();
            var made = await created.Content.ReadFromJsonAsync<JsonElement>();
            (video, job) = (made.GetProperty("id").GetString()!, made.GetProperty("jobId").GetString()!);
            await service.WaitAsync(job, j => j.GetProperty("stage").GetString() == "render");
            Fill();

            // What is to be kept is refused, what is there is shown.
            using var refused = await service.Client.PostAsJsonAsync("/api/v1/videos", wanted);
            await ServiceHost.ProblemAsync(refused, HttpStatusCode.InsufficientStorage, "disk.full");
            (await service.Client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await service.Client.GetByteArrayAsync(new Uri($"/api/v1/videos/{KeptData.Video}/file", UriKind.Relative))).Length.ShouldBeGreaterThan(1000);

            // The rendering meets it within a segment; who then asks for room is told when there is some.
            await Task.Delay(TimeSpan.FromSeconds(10));
            File.Delete(Path.Combine(Disk, "filler"));
            var failed = await service.WaitAsync(job, Ended);
            failed.GetProperty("state").GetString().ShouldBe("failed", failed.ToString());
            failed.GetProperty("error").GetProperty("code").GetString().ShouldBe("disk.full");
            Directory.Exists(Path.Combine(data, "videos")).ShouldBeTrue();
            File.Exists(Path.Combine(data, "videos", $"{video}.mp4")).ShouldBeFalse();

            using var again = await service.Client.PostAsync(new Uri($"/api/v1/jobs/{job}/retry", UriKind.Relative), content: null);
            again.EnsureSuccessStatusCode();
            var done = await service.WaitAsync(job, Ended);
            done.GetProperty("state").GetString().ShouldBe("succeeded", done.ToString());
            var file = _work.File("video.mp4");
            await File.WriteAllBytesAsync(file, await service.Client.GetByteArrayAsync(new Uri($"/api/v1/videos/{video}/file", UriKind.Relative)));
            var seconds = (await service.Client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{video}")).GetProperty("seconds").GetDouble();
            (await Ffmpeg.ProbeAsync(file, "v:0", "nb_frames")).ShouldBe($"{Math.Round(seconds * 25)}");
            await service.KillAsync();
        }

        await using var database = new SqliteConnection($"Data Source={Path.Combine(data, "ruying.db")};Pooling=False");
        await database.OpenAsync();
        await using var check = database.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        (await check.ExecuteScalarAsync()).ShouldBe("ok");
        Directory.EnumerateFileSystemEntries(data, "*partial*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private static bool Ended(JsonElement job) => job.GetProperty("state").GetString() is "succeeded" or "failed" or "cancelled";

    private void Fill()
    {
        using var filler = new FileStream(Path.Combine(Disk, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var bytes = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(bytes);
            }
        }
        catch (IOException)
        {
            // As wanted.
        }
    }

    private static bool Mount(params string[] command)
    {
        try
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

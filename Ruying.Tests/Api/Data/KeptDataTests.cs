using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Backups;
using Ruying.Api.Data;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Data;

public sealed class KeptDataTests : IDisposable
{
    private readonly TempFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Open_DataOfVersion7_HasItsRowsAndFilesAndGoesOn()
    {
        var folder = _work.File("data");
        await BackupRestore.RestoreAsync(KeptData.Backup, folder, default);
        await using var host = new ServiceHost(folder, null);
        using var client = host.Bearing(KeptData.Key);

        // What was there is there.
        var avatars = (await client.GetFromJsonAsync<JsonElement>("/api/v1/avatars")).GetProperty("items").EnumerateArray().ToList();
        avatars.Select(a => (a.GetProperty("name").GetString(), a.GetProperty("state").GetString())).ShouldBe([("Broken", "failed"), ("Kept", "ready")]);
        avatars[0].GetProperty("job").GetProperty("error").GetProperty("code").GetString().ShouldBe("file.not_a_video");
        var video = await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{KeptData.Video}");
        video.GetProperty("seconds").GetDouble().ShouldBeGreaterThan(1);
        video.GetProperty("text").GetString().ShouldStartWith("A video that was ");
        (await client.GetStringAsync(ServiceTest.At($"/api/v1/videos/{KeptData.Video}/captions.srt"))).ShouldContain("-->");
        var file = _work.File("video.mp4");
        await File.WriteAllBytesAsync(file, await client.GetByteArrayAsync(ServiceTest.At($"/api/v1/videos/{KeptData.Video}/file")));
        (await Ffmpeg.ProbeAsync(file, "v:0", "nb_frames")).ShouldBe($"{Math.Round(video.GetProperty("seconds").GetDouble() * 25)}");
        var webhook = (await client.GetFromJsonAsync<JsonElement>("/api/v1/webhooks"))[0].GetProperty("id").GetString();
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/webhooks/{webhook}/deliveries")).GetProperty("items").EnumerateArray()
            .Count(d => d.GetProperty("state").GetString() == "delivered").ShouldBe(3);
        await using (var db = await host.Services.GetRequiredService<IDbContextFactory<RuyingDb>>().CreateDbContextAsync())
        {
            (await db.Idempotency.Select(row => row.Status).ToListAsync()).ShouldBe([202, 202]);
            (await db.Keys.SingleAsync()).Hash.Length.ShouldBe(64);

            // Answers are kept for a day, and the data was kept for longer.
            await db.Idempotency.ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedAt, TimeProvider.System.GetUtcNow()));
        }

        // What was made before anybody counted is counted; the unfinished video may have been made by now.
        var usage = await client.GetFromJsonAsync<JsonElement>("/api/v1/usage?from=2026-01-01&to=2026-12-31");
        usage.GetProperty("avatars").GetInt32().ShouldBe(1);
        usage.GetProperty("videos").GetInt32().ShouldBeInRange(1, 2);
        usage.GetProperty("seconds").GetDouble().ShouldBeGreaterThanOrEqualTo(video.GetProperty("seconds").GetDouble() - 0.01);

        // A request that was answered before is not done again.
        using var again = new HttpRequestMessage(HttpMethod.Post, "/api/v1/videos") { Content = JsonContent.Create(new { avatarId = KeptData.Avatar, text = "Another." }) };
        again.Headers.Add("Idempotency-Key", "kept-2");
        await ServiceHost.ProblemAsync(await client.SendAsync(again), System.Net.HttpStatusCode.UnprocessableEntity, "request.idempotency_mismatch");

        // The package of then renders now: the video that was not finished, and a new one.
        var job = await ServiceHost.WaitAsync(client, KeptData.UnfinishedJob, j => j.GetProperty("state").GetString() is "succeeded" or "failed");
        job.GetProperty("state").GetString().ShouldBe("succeeded", job.ToString());
        job.GetProperty("attempt").GetInt32().ShouldBe(2);
        await File.WriteAllBytesAsync(file, await client.GetByteArrayAsync(ServiceTest.At($"/api/v1/videos/{KeptData.UnfinishedVideo}/file")));
        var seconds = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{KeptData.UnfinishedVideo}")).GetProperty("seconds").GetDouble();
        (await Ffmpeg.ProbeAsync(file, "v:0", "nb_frames")).ShouldBe($"{Math.Round(seconds * 25)}");
    }
}

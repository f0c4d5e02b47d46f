using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Tests.Api;
using Shouldly;
using Xunit;

namespace Ruying.Tests.EndToEnd;

/// <summary>A person's way through the service, with nothing in it replaced.</summary>
public sealed class ServiceJourneyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ruying-journey-").FullName;

    [SkippableFact]
    [Trait("Category", "EndToEnd")]
    public async Task Upload_RealFootage_ScriptBecomesAPlayableVideo()
    {
        var footage = SharedMedia.Require("media/talking/man-512-7s.mp4");
        await using var host = new ServiceHost(_folder, pipeline: null);
        using var client = host.Client();

        using var form = new MultipartFormDataContent
        {
            { new StringContent("Journey"), "name" },
            { new StringContent("A person"), "consentBy" },
            { new StringContent("Footage for tests"), "consent" },
            { new StreamContent(File.OpenRead(footage)), "file", "journey.mp4" },
        };
        var (avatar, building) = await ServiceHost.AcceptedAsync(await client.PostAsync(new Uri("/api/v1/avatars", UriKind.Relative), form));
        await WaitAsync(client, building);
        var report = await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{avatar}/report");
        report.ValueKind.ShouldBe(JsonValueKind.Object);
        (await client.GetStringAsync(new Uri($"/api/v1/avatars/{avatar}/report.html", UriKind.Relative))).ShouldContain("<html");

        using var created = await client.PostAsJsonAsync(
            "/api/v1/videos", new { avatarId = avatar, text = "Good morning. This was never filmed.", language = "en" });
        var (video, rendering) = await ServiceHost.AcceptedAsync(created);
        await WaitAsync(client, rendering);

        var file = Path.Combine(_folder, "download.mp4");
        await File.WriteAllBytesAsync(file, await client.GetByteArrayAsync(new Uri($"/api/v1/videos/{video}/file", UriKind.Relative)));
        var probe = await ProbeAsync(file);
        var streams = probe.GetProperty("streams").EnumerateArray().ToDictionary(s => s.GetProperty("codec_type").GetString()!);
        streams["video"].GetProperty("codec_name").GetString().ShouldBe("h264");
        streams["video"].GetProperty("pix_fmt").GetString().ShouldBe("yuv420p");
        streams["video"].GetProperty("avg_frame_rate").GetString().ShouldBe("25/1");
        streams["audio"].GetProperty("codec_name").GetString().ShouldBe("aac");
        var told = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{video}")).GetProperty("seconds").GetDouble();
        told.ShouldBeInRange(1, 20);
        double.Parse(probe.GetProperty("format").GetProperty("duration").GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe(told, 0.2);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task WaitAsync(HttpClient client, string job)
    {
        for (var i = 0; i < 1200; i++)
        {
            var seen = await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}");
            var state = seen.GetProperty("state").GetString();
            state.ShouldNotBe("failed", seen.ToString());
            if (state == "succeeded")
            {
                return;
            }

            await Task.Delay(250);
        }

        throw new TimeoutException($"Job {job} did not end.");
    }

    private static async Task<JsonElement> ProbeAsync(string file)
    {
        using var ffprobe = Process.Start(new ProcessStartInfo("ffprobe", ["-v", "error", "-of", "json", "-show_streams", "-show_format", file])
        {
            RedirectStandardOutput = true,
        })!;
        var json = await ffprobe.StandardOutput.ReadToEndAsync();
        await ffprobe.WaitForExitAsync();
        ffprobe.ExitCode.ShouldBe(0);
        return JsonSerializer.Deserialize<JsonElement>(json);
    }
}

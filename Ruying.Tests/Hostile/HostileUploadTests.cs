using System.Net;
using System.Text.Json;
using Ruying.Tests.Api;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Hostile;

/// <summary>Hostile files through the whole service, with nothing in it replaced.</summary>
public sealed class HostileUploadTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly QuietPort _port = new();

    public void Dispose()
    {
        _port.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Create_HostileFiles_EachJobFailsWithItsCodeAndTheServiceGoesOn()
    {
        (string Name, string Code)[] files =
        [
            ("playlist", "file.not_a_video"), ("concat-list", "file.not_a_video"), ("archive", "file.not_a_video"), ("program", "file.not_a_video"),
            ("30000-pixels", "footage.too_large"), ("gigantic-duration", "footage.too_long"), ("10000-streams", "file.not_a_video"), ("nested", "file.not_a_video"),
        ];
        var data = _folder.File("data");
        await using var host = new ServiceHost(data, pipeline: null);
        using var client = host.Client();
        foreach (var (name, code) in files)
        {
            var bytes = await File.ReadAllBytesAsync(await new HostileFiles(_folder, _port.Number).MakeAsync(name));
            using var form = ServiceHost.Footage(bytes, name + ".mp4");
            var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(new Uri("/api/v1/avatars", UriKind.Relative), form));
            var failed = await ServiceHost.WaitAsync(client, job, j => j.GetProperty("state").GetString() is "failed" or "succeeded");
            failed.GetProperty("state").GetString().ShouldBe("failed", name);
            failed.GetProperty("error").GetProperty("code").GetString().ShouldBe(code, name);
            (await client.DeleteAsync(new Uri($"/api/v1/avatars/{id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        _port.ShouldBeQuiet();
        Directory.GetFileSystemEntries(Path.Combine(data, "uploads")).ShouldBeEmpty();
        Directory.GetFileSystemEntries(Path.Combine(data, "work")).ShouldBeEmpty();
        JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/v1/avatars", UriKind.Relative))).RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
    }
}

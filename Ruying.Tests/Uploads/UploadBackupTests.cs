using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Tests.Api;
using Ruying.Tests.EndToEnd;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Uploads;

public sealed class UploadBackupTests : TusTest
{
    [Fact]
    public async Task Backup_WholeAndUnfinishedUploads_KeepsTheWholeOnes()
    {
        var bytes = Bytes(5000);
        string whole, unfinished;
        await using (var host = Host())
        {
            using var client = host.Client();
            whole = await SendFileAsync(client, bytes);
            unfinished = await CreateAsync(client, 5000);
            (await PatchAsync(client, unfinished, 0, bytes[..2000])).EnsureSuccessStatusCode();
        }

        var (backup, restored) = (Path.Combine(Mirror, "backup"), Path.Combine(Mirror, "restored"));
        (await ServiceProcess.RunAsync(Folder, "admin", "backup", backup)).Code.ShouldBe(0);
        (await ServiceProcess.RunAsync(Folder, "admin", "restore", backup, "--data", restored)).Code.ShouldBe(0);

        await using var next = new ServiceHost(restored, Pipeline);
        using var after = next.Client();
        (await after.GetFromJsonAsync<JsonElement>("/api/v1/uploads/" + whole)).GetProperty("state").GetString().ShouldBe("ready");
        (await File.ReadAllBytesAsync(Path.Combine(restored, "uploads", whole, "footage"))).ShouldBe(bytes);

        // Its bytes come again.
        (await OffsetAsync(after, unfinished)).ShouldBe(0);
        (await PatchAsync(after, unfinished, 0, bytes)).EnsureSuccessStatusCode();
        (await File.ReadAllBytesAsync(Path.Combine(restored, "uploads", Id(unfinished), "footage"))).ShouldBe(bytes);
    }
}

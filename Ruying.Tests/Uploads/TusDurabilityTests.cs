using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Ruying.Api.Uploads.Tus;
using Ruying.Tests.Api;
using Ruying.Tests.EndToEnd;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Uploads;

/// <summary>What an upload is after connections that break, requests at once, a full disk and a killed service.</summary>
public sealed class TusDurabilityTests : TusTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Patch_ConnectionBreaks_KeepsWhatArrived()
    {
        await using var host = Host();
        host.UseKestrel(0);
        host.StartServer();
        using var client = host.CreateClient();
        var bytes = Bytes(1_000_000);
        var address = await CreateAsync(client, bytes.Length);
        using (var patch = await RawPatch.StartAsync(client, address, 0, bytes.Length))
        {
            await patch.SendAsync(bytes.AsMemory(0, 400_000));
            await WaitForOffsetAsync(client, address, 400_000);
        }

        (await OffsetAsync(client, address)).ShouldBe(400_000);
        using var rest = await PatchAsync(client, address, 400_000, bytes[400_000..]);
        rest.StatusCode.ShouldBe(HttpStatusCode.NoContent, "nobody holds it any more");
        (await File.ReadAllBytesAsync(Places(address).Whole)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Patch_ConnectionBreaksBeforeTheChecksum_KeepsNothingOfIt()
    {
        await using var host = Host();
        host.UseKestrel(0);
        host.StartServer();
        using var client = host.CreateClient();
        var bytes = Bytes(1_000_000);
        var address = await CreateAsync(client, bytes.Length);
        (await PatchAsync(client, address, 0, bytes[..1000])).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var checksum = "sha256 " + Convert.ToBase64String(SHA256.HashData(bytes.AsSpan(1000)));
        using (var patch = await RawPatch.StartAsync(client, address, 1000, bytes.Length - 1000, ("Upload-Checksum", checksum)))
        {
            await patch.SendAsync(bytes.AsMemory(1000, 400_000));
            await WaitAsync(() => Task.FromResult(new FileInfo(Places(address).Partial).Length == 401_000));
            (await OffsetAsync(client, address)).ShouldBe(1000, "what awaits its checksum does not count");
        }

        (await OffsetAsync(client, address)).ShouldBe(1000);
        using var rest = await PatchAsync(client, address, 1000, bytes[1000..]);
        rest.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await File.ReadAllBytesAsync(Places(address).Whole)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Patch_TwoAtOnce_OneIsLockedOutAndNothingIsMixed()
    {
        await using var host = Host();
        host.UseKestrel(0);
        host.StartServer();
        using var client = host.CreateClient();
        var bytes = Bytes(100_000);
        var address = await CreateAsync(client, bytes.Length);
        using var first = await RawPatch.StartAsync(client, address, 0, bytes.Length);
        await first.SendAsync(bytes.AsMemory(0, 40_960));
        await WaitForOffsetAsync(client, address, 40_960);

        await ServiceHost.ProblemAsync(await PatchAsync(client, address, 40_960, Bytes(59_040, seed: 2)), HttpStatusCode.Locked, "upload.locked");
        await ServiceHost.ProblemAsync(await SendAsync(client, HttpMethod.Delete, address), HttpStatusCode.Locked, "upload.locked");
        await first.SendAsync(bytes.AsMemory(40_960));
        (await first.AnswerAsync()).ShouldStartWith("HTTP/1.1 204");
        (await File.ReadAllBytesAsync(Places(address).Whole)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Patch_ManyAtOnce_EveryByteOnce()
    {
        await using var host = Host();
        using var client = host.Client();
        var bytes = Bytes(64_000);
        var address = await CreateAsync(client, bytes.Length);

        // Each believes that it is alone, and asks again when it was wrong.
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            for (long offset; (offset = await OffsetAsync(client, address)) < bytes.Length;)
            {
                using var response = await PatchAsync(client, address, offset, bytes[(int)offset..(int)Math.Min(bytes.Length, offset + 4000)]);
                ((int)response.StatusCode).ShouldBeOneOf(204, 409, 413, 423);
            }
        }));
        (await File.ReadAllBytesAsync(Places(address).Whole)).ShouldBe(bytes);
    }

    [SkippableFact]
    public async Task Patch_DiskFull_507AndGoesOnWhenThereIsRoom()
    {
        Skip.IfNot(File.Exists("/dev/full"), "no device that is always full here");
        await using var host = Host();
        using var client = host.Client();
        var bytes = Bytes(100_000);
        var address = await CreateAsync(client, bytes.Length);
        var partial = Places(address).Partial;
        Directory.CreateDirectory(Path.GetDirectoryName(partial)!);
        File.CreateSymbolicLink(partial, "/dev/full");
        await ServiceHost.ProblemAsync(await PatchAsync(client, address, 0, bytes), HttpStatusCode.InsufficientStorage, "disk.full");
        File.Delete(partial);
        (await OffsetAsync(client, address)).ShouldBe(0);
        (await PatchAsync(client, address, 0, bytes)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await File.ReadAllBytesAsync(Places(address).Whole)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Start_AfterItEndedWithTheLastByte_UploadIsWhole()
    {
        var bytes = Bytes(5000);
        string all, moved;
        await using (var host = Host())
        {
            using var client = host.Client();
            (all, moved) = (await CreateAsync(client, bytes.Length), await CreateAsync(client, bytes.Length));

            // As it is when the process ends before the rename, and right after it.
            Directory.CreateDirectory(Path.GetDirectoryName(Places(all).Partial)!);
            Directory.CreateDirectory(Path.GetDirectoryName(Places(moved).Whole)!);
            await File.WriteAllBytesAsync(Places(all).Partial, bytes);
            await File.WriteAllBytesAsync(Places(moved).Whole, bytes);
        }

        await using var next = Host();
        using var after = next.Client();
        foreach (var address in new[] { all, moved })
        {
            var upload = await after.GetFromJsonAsync<JsonElement>("/api/v1/uploads/" + Id(address));
            upload.GetProperty("state").GetString().ShouldBe("ready");
            (await OffsetAsync(after, address)).ShouldBe(bytes.Length);
            (await File.ReadAllBytesAsync(Places(address).Whole)).ShouldBe(bytes);
            File.Exists(Places(address).Partial).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Head_BytesWithoutTheirChecksumWereLeft_DoNotCount()
    {
        await using var host = Host();
        using var client = host.Client();
        var bytes = Bytes(5000);
        var address = await CreateAsync(client, bytes.Length);
        using (var file = PartialFile.TryOpen(Places(address).Partial)!)
        {
            PartialFile.TryOpen(Places(address).Partial).ShouldBeNull("one at a time");
            file.Append(bytes.AsSpan(0, 1000));
            file.AwaitProof();
            file.Append(new byte[500]);
        }

        (await OffsetAsync(client, address)).ShouldBe(1000);
        (await PatchAsync(client, address, 1000, bytes[1000..])).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await File.ReadAllBytesAsync(Places(address).Whole)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Kill_WhileBytesArrive_GoesOnFromThereAfterTheNextStart()
    {
        var bytes = Bytes(3_000_000);
        string address;
        using (var first = await ServiceProcess.StartAsync(Folder))
        {
            address = await CreateAsync(first.Client, bytes.Length);
            using var patch = await RawPatch.StartAsync(first.Client, address, 0, bytes.Length);
            await patch.SendAsync(bytes.AsMemory(0, 1_048_576));
            await WaitForOffsetAsync(first.Client, address, 1_048_576);
            await first.KillAsync();
        }

        using var second = await ServiceProcess.StartAsync(Folder);
        (await OffsetAsync(second.Client, address)).ShouldBe(1_048_576, "what was on disk");
        using var rest = await PatchAsync(second.Client, address, 1_048_576, bytes[1_048_576..]);
        rest.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await File.ReadAllBytesAsync(Places(address).Whole)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Start_UploadWasBeingUsed_CanBeUsedAgain()
    {
        var bytes = Bytes(500);
        string id;
        var subject = Guid.CreateVersion7().ToString("N");
        await using (var host = Host())
        {
            using var client = host.Client();
            id = await SendFileAsync(client, bytes);

            // As it is when the process ends before the avatar's row is there.
            var place = Path.Combine(Folder, "uploads", subject, "footage");
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(Path.Combine(Folder, "uploads", id, "footage"), place);
            Execute("UPDATE uploads SET UsedAs = $place WHERE Id = $id", ("$place", subject + "/footage"), ("$id", id));
            using var form = new MultipartFormDataContent { { new StringContent(id), "upload" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("Ada agreed"), "consent" } };
            await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.Conflict, "upload.in_use");
        }

        await using var next = Host();
        using var after = next.Client();
        (await File.ReadAllBytesAsync(Path.Combine(Folder, "uploads", id, "footage"))).ShouldBe(bytes);
        Files("uploads").Select(Path.GetFileName).ShouldBe([id]);
        using var again = new MultipartFormDataContent { { new StringContent(id), "upload" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("Ada agreed"), "consent" } };
        await ServiceHost.AcceptedAsync(await after.PostAsync(At("/api/v1/avatars"), again));
    }

    private static Task WaitForOffsetAsync(HttpClient client, string address, long wanted) =>
        WaitAsync(async () => await OffsetAsync(client, address) == wanted);

    private static async Task WaitAsync(Func<Task<bool>> until)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !await until(); await Task.Delay(20))
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Patience);
        }
    }

    private void Execute(string sql, params (string Name, string Value)[] values)
    {
        using var db = new SqliteConnection($"Data Source={Path.Combine(Folder, "ruying.db")};Pooling=False");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery().ShouldBe(1);
    }
}

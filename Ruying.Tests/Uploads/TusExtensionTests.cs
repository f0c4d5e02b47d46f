using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Ruying.Tests.Api;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Uploads;

/// <summary>The extensions of tus 1.0.0 that are spoken here, line by line (docs/uploads.md).</summary>
public sealed class TusExtensionTests : TusTest
{
    private const string Metadata = "filename Z3JhY2UubW92,note ,is_confidential";

    [Fact]
    public async Task Create_WithLength_201WithItsAddressAndExpiry()
    {
        await using var host = Host();
        using var client = host.Client();
        using var response = await SendAsync(client, HttpMethod.Post, Address, ("Upload-Length", "100"), ("Upload-Metadata", Metadata));
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Headers.Location!.OriginalString.ShouldStartWith(Address + "/");
        Expires(response).ShouldBe(TimeProvider.System.GetUtcNow().AddHours(24), TimeSpan.FromMinutes(5));
        using var head = await SendAsync(client, HttpMethod.Head, response.Headers.Location.OriginalString);
        Offset(head).ShouldBe(0);
        Header(head, "Upload-Metadata").ShouldBe(Metadata);
        head.Headers.Contains("Upload-Defer-Length").ShouldBeFalse();
        var listed = (await client.GetFromJsonAsync<JsonElement>("/api/v1/uploads")).GetProperty("items")[0];
        listed.GetProperty("name").GetString().ShouldBe("grace.mov");
        listed.GetProperty("state").GetString().ShouldBe("receiving");
    }

    [Theory]
    [InlineData("", "", 400, "tus.length")]
    [InlineData("-5", "", 400, "tus.length")]
    [InlineData("ten", "", 400, "tus.length")]
    [InlineData("", "1", 400, "tus.length")]
    [InlineData("5", "1", 400, "tus.length")]
    [InlineData("0", "", 422, "upload.empty")]
    [InlineData("5001", "", 413, "upload.too_large")]
    public async Task Create_LengthThatCannotBe_IsRefusedAndNothingMade(string length, string deferred, int status, string code)
    {
        await using var host = Host(("Ruying:UploadLimit", "5000"));
        using var client = host.Client();
        using var response = await SendAsync(client, HttpMethod.Post, Address, ("Upload-Length", length), ("Upload-Defer-Length", deferred));
        await ServiceHost.ProblemAsync(response, (HttpStatusCode)status, code);
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/uploads")).GetProperty("items").GetArrayLength().ShouldBe(0);
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Theory]
    [InlineData("filename not*base64")]
    [InlineData("a YQ==,a YQ==")]
    [InlineData("a YQ== YQ==")]
    [InlineData(",")]
    [InlineData("a YQ==,,b YQ==")]
    public async Task Create_MetadataThatCannotBeRead_400(string metadata)
    {
        await using var host = Host();
        using var client = host.Client();
        using var response = await SendAsync(client, HttpMethod.Post, Address, ("Upload-Length", "10"), ("Upload-Metadata", metadata));
        await ServiceHost.ProblemAsync(response, HttpStatusCode.BadRequest, "tus.metadata");
    }

    [Fact]
    public async Task CreateWithUpload_PartOfTheFile_IsHere()
    {
        await using var host = Host();
        using var client = host.Client();
        var bytes = Bytes(100);
        using var request = Request(HttpMethod.Post, Address, ("Upload-Length", "100"));
        request.Content = new ByteArrayContent(bytes[..60]) { Headers = { ContentType = MediaTypeHeaderValue.Parse(BytesType) } };
        using var response = await client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        Offset(response).ShouldBe(60);
        var address = response.Headers.Location!.OriginalString;
        (await PatchAsync(client, address, 60, bytes[60..])).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await File.ReadAllBytesAsync(Places(address).Whole)).ShouldBe(bytes);
    }

    [Fact]
    public async Task CreateWithUpload_OtherTypeTooMuchOrDamaged_IsRefusedAndNothingKept()
    {
        await using var host = Host();
        using var client = host.Client();
        foreach (var (type, count, checksum, status) in new[] { ("text/plain", 10, "", 415), (BytesType, 11, "", 413), (BytesType, 10, Checksum("sha1", [1]), 460) })
        {
            using var request = Request(HttpMethod.Post, Address, ("Upload-Length", "10"), ("Upload-Checksum", checksum));
            request.Content = new ByteArrayContent(Bytes(count)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
            ((int)(await client.SendAsync(request)).StatusCode).ShouldBe(status);
        }

        (await client.GetFromJsonAsync<JsonElement>("/api/v1/uploads")).GetProperty("items").GetArrayLength().ShouldBe(0);
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Patch_RightChecksum_IsTaken()
    {
        await using var host = Host();
        using var client = host.Client();
        var bytes = Bytes(100);
        var address = await CreateAsync(client, 100);
        foreach (var (from, to, checksum) in new[]
        {
            (0, 20, Checksum("sha1", bytes[..20])),
            (20, 50, Checksum("sha256", bytes[20..50])),
            (50, 100, Checksum("md5", bytes[50..])),
        })
        {
            using var response = await PatchAsync(client, address, from, bytes[from..to], ("Upload-Checksum", checksum));
            (response.StatusCode, Offset(response)).ShouldBe((HttpStatusCode.NoContent, to));
        }

        (await File.ReadAllBytesAsync(Places(address).Whole)).ShouldBe(bytes);
        Directory.GetFiles(Path.Combine(Folder, "uploads", Id(address))).ShouldBe([Places(address).Whole]);
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("md5")]
    public async Task Patch_WrongChecksum_460AndDiscarded(string algorithm)
    {
        await using var host = Host();
        using var client = host.Client();
        var bytes = Bytes(100_000);
        var address = await CreateAsync(client, bytes.Length);
        (await PatchAsync(client, address, 0, bytes[..10])).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ServiceHost.ProblemAsync(
            await PatchAsync(client, address, 10, bytes[10..], ("Upload-Checksum", Checksum(algorithm, [1]))), (HttpStatusCode)460, "tus.checksum_mismatch");
        (await OffsetAsync(client, address)).ShouldBe(10);
        (await File.ReadAllBytesAsync(Places(address).Partial)).ShouldBe(bytes[..10]);
        (await PatchAsync(client, address, 10, bytes[10..])).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await File.ReadAllBytesAsync(Places(address).Whole)).ShouldBe(bytes);
    }

    [Theory]
    [InlineData("crc32 AAAAAA==")]
    [InlineData("SHA1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=")]
    [InlineData("sha1")]
    [InlineData("sha1 ")]
    [InlineData("sha1 Kq5s")]
    [InlineData("sha1 not*base64")]
    [InlineData("sha1  Kq5sNclPz7QV2+lfQIuc6R7oRu0=")]
    public async Task Patch_ChecksumThatCannotBeRead_400AndUnchanged(string checksum)
    {
        await using var host = Host();
        using var client = host.Client();
        var address = await CreateAsync(client, 10);
        await ServiceHost.ProblemAsync(await PatchAsync(client, address, 0, Bytes(10), ("Upload-Checksum", checksum)), HttpStatusCode.BadRequest, "tus.checksum");
        (await OffsetAsync(client, address)).ShouldBe(0);
    }

    [Fact]
    public async Task Patch_Unfinished_TellsWhenItExpires()
    {
        await using var host = Host(("Ruying:Retention:UnfinishedHours", "2"));
        using var client = host.Client();
        var address = await CreateAsync(client, 10);
        using var first = await PatchAsync(client, address, 0, Bytes(5));
        Expires(first).ShouldBe(TimeProvider.System.GetUtcNow().AddHours(2), TimeSpan.FromMinutes(5));
        Age(address, hours: 3);
        foreach (var response in new[] { await SendAsync(client, HttpMethod.Head, address), await PatchAsync(client, address, 5, Bytes(5)) })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.Gone);
            response.Headers.Contains("Upload-Offset").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Patch_Finished_DoesNotExpireAsUnfinished()
    {
        await using var host = Host();
        using var client = host.Client();
        var address = await CreateAsync(client, 10);
        using var response = await PatchAsync(client, address, 0, Bytes(10));
        response.Headers.Contains("Upload-Expires").ShouldBeFalse();
        Age(address, hours: 30);
        (await OffsetAsync(client, address)).ShouldBe(10);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    public async Task Delete_UnfinishedOrWhole_204AndGone(int sent)
    {
        await using var host = Host();
        using var client = host.Client();
        var address = await CreateAsync(client, 10);
        (await PatchAsync(client, address, 0, Bytes(sent))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await SendAsync(client, HttpMethod.Delete, address)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ShouldBecomeEmptyAsync("uploads");
        foreach (var response in new[] { await SendAsync(client, HttpMethod.Head, address), await PatchAsync(client, address, sent, []), await SendAsync(client, HttpMethod.Delete, address) })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private static string Checksum(string algorithm, byte[] bytes) =>
        $"{algorithm} {Convert.ToBase64String(CryptographicOperations.HashData(new HashAlgorithmName(algorithm.ToUpperInvariant()), bytes))}";

    private static DateTimeOffset Expires(HttpResponseMessage response) =>
        DateTimeOffset.ParseExact(Header(response, "Upload-Expires"), "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private void Age(string address, int hours)
    {
        using var db = new SqliteConnection($"Data Source={Path.Combine(Folder, "ruying.db")};Pooling=False");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = "UPDATE uploads SET TouchedAt = TouchedAt - $ms WHERE Id = $id";
        command.Parameters.AddWithValue("$ms", hours * 3_600_000L);
        command.Parameters.AddWithValue("$id", Id(address));
        command.ExecuteNonQuery().ShouldBe(1);
    }
}

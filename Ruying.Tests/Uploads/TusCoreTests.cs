using System.Net;
using System.Net.Http.Headers;
using Ruying.Tests.Api;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Uploads;

/// <summary>The core of tus 1.0.0, line by line (docs/uploads.md).</summary>
public sealed class TusCoreTests : TusTest
{
    [Fact]
    public async Task Options_Any_TellsVersionExtensionsSizeAndChecksums()
    {
        await using var host = Host(("Ruying:UploadLimit", "5000"));
        using var client = host.Client();
        using var response = await SendAsync(client, HttpMethod.Options, Address, ("Tus-Resumable", "0.0.1"));
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent, "the version of the request is not looked at");
        Header(response, "Tus-Version").ShouldBe("1.0.0");
        Header(response, "Tus-Extension").ShouldBe("creation,creation-with-upload,termination,checksum,expiration");
        Header(response, "Tus-Max-Size").ShouldBe("5000");
        Header(response, "Tus-Checksum-Algorithm").ShouldBe("sha1,sha256,md5");
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.2.2")]
    [InlineData("1.0.0,1.0.0")]
    public async Task Any_OtherVersion_412WithOursAndNothingDone(string version)
    {
        await using var host = Host();
        using var client = host.Client();
        var address = await CreateAsync(client, 10);
        using var append = await PatchAsync(client, address, 0, Bytes(10), ("Tus-Resumable", version));
        await ServiceHost.ProblemAsync(append, HttpStatusCode.PreconditionFailed, "tus.version");
        Header(append, "Tus-Version").ShouldBe("1.0.0");
        (await SendAsync(client, HttpMethod.Delete, address, ("Tus-Resumable", version))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await SendAsync(client, HttpMethod.Post, Address, ("Tus-Resumable", version), ("Upload-Length", "1"))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await SendAsync(client, HttpMethod.Head, address, ("Tus-Resumable", version))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await OffsetAsync(client, address)).ShouldBe(0);
        Files("uploads").Length.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Any_Response_TellsTheVersion()
    {
        await using var host = Host();
        using var client = host.Client();
        var address = await CreateAsync(client, 10);
        HttpResponseMessage[] responses =
        [
            await SendAsync(client, HttpMethod.Post, Address, ("Upload-Length", "10")),
            await SendAsync(client, HttpMethod.Post, Address),
            await SendAsync(client, HttpMethod.Head, address),
            await SendAsync(client, HttpMethod.Head, Address + "/none"),
            await PatchAsync(client, address, 5, Bytes(1)),
            await PatchAsync(client, address, 0, Bytes(1)),
            await SendAsync(client, HttpMethod.Put, address),
            await SendAsync(client, HttpMethod.Delete, address),
            await SendAsync(client, HttpMethod.Delete, address, ("Tus-Resumable", "2.0.0")),
        ];
        responses.Select(r => (int)r.StatusCode).ShouldBe([201, 400, 200, 404, 409, 204, 405, 204, 412]);
        responses.ShouldAllBe(r => Header(r, "Tus-Resumable") == "1.0.0");
    }

    [Fact]
    public async Task Head_Upload_TellsOffsetLengthAndIsNotCached()
    {
        await using var host = Host();
        using var client = host.Client();
        var bytes = Bytes(100);
        var address = await CreateAsync(client, 100);
        foreach (var (from, to) in new[] { (0, 0), (0, 70), (70, 100) })
        {
            using var append = await PatchAsync(client, address, from, bytes[from..to]);
            append.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            Offset(append).ShouldBe(to);
            using var head = await SendAsync(client, HttpMethod.Head, address);
            head.StatusCode.ShouldBe(HttpStatusCode.OK);
            Offset(head).ShouldBe(to, "also at 0, and when it is whole");
            Header(head, "Upload-Length").ShouldBe("100");
            head.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }

        (await File.ReadAllBytesAsync(Places(address).Whole)).ShouldBe(bytes);
        File.Exists(Places(address).Partial).ShouldBeFalse();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("..%2f..%2fruying.db")]
    public async Task Any_UnknownUpload_404WithoutOffset(string id)
    {
        await using var host = Host();
        using var client = host.Client();
        var address = $"{Address}/{id}";
        foreach (var response in new[] { await SendAsync(client, HttpMethod.Head, address), await PatchAsync(client, address, 0, Bytes(1)), await SendAsync(client, HttpMethod.Delete, address) })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            response.Headers.Contains("Upload-Offset").ShouldBeFalse();
        }

        await ShouldBecomeEmptyAsync("uploads");
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("text/plain")]
    [InlineData("rubbish")]
    public async Task Patch_OtherContentType_415(string type)
    {
        await using var host = Host();
        using var client = host.Client();
        var address = await CreateAsync(client, 10);
        using var content = new ByteArrayContent(Bytes(10));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var request = Request(HttpMethod.Patch, address, ("Upload-Offset", "0"));
        request.Content = content;
        await ServiceHost.ProblemAsync(await client.SendAsync(request), HttpStatusCode.UnsupportedMediaType, "request.media_type");
        (await OffsetAsync(client, address)).ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(39)]
    [InlineData(41)]
    [InlineData(100)]
    public async Task Patch_OtherOffset_409AndUnchanged(int offset)
    {
        await using var host = Host();
        using var client = host.Client();
        var bytes = Bytes(100);
        var address = await CreateAsync(client, 100);
        (await PatchAsync(client, address, 0, bytes[..40])).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ServiceHost.ProblemAsync(await PatchAsync(client, address, offset, Bytes(60, seed: 2)), HttpStatusCode.Conflict, "tus.offset_mismatch");
        (await OffsetAsync(client, address)).ShouldBe(40);
        (await File.ReadAllBytesAsync(Places(address).Partial)).ShouldBe(bytes[..40]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+0")]
    [InlineData("0x0")]
    [InlineData("1.0")]
    [InlineData("0,0")]
    [InlineData("99999999999999999999")]
    public async Task Patch_NoNumber_400(string offset)
    {
        await using var host = Host();
        using var client = host.Client();
        var address = await CreateAsync(client, 10);
        using var request = Request(HttpMethod.Patch, address, ("Upload-Offset", offset));
        request.Content = new ByteArrayContent(Bytes(10)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(BytesType) } };
        await ServiceHost.ProblemAsync(await client.SendAsync(request), HttpStatusCode.BadRequest, "tus.offset");
    }

    [Fact]
    public async Task Patch_MoreThanMissing_413AndNeverLongerThanAnnounced()
    {
        await using var host = Host();
        using var client = host.Client();
        var address = await CreateAsync(client, 10);
        await ServiceHost.ProblemAsync(await PatchAsync(client, address, 0, Bytes(11)), HttpStatusCode.RequestEntityTooLarge, "upload.too_large");
        (await OffsetAsync(client, address)).ShouldBe(0, "a length that is told is refused before a byte is read");

        using var untold = new StreamContent(new Trickle(Bytes(1_000_000)));
        await ServiceHost.ProblemAsync(await PatchAsync(client, address, 0, untold), HttpStatusCode.RequestEntityTooLarge, "upload.too_large");
        new FileInfo(Places(address).Partial).Length.ShouldBeLessThanOrEqualTo(10);

        var whole = await CreateAsync(client, 10);
        (await PatchAsync(client, whole, 0, Bytes(10))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ServiceHost.ProblemAsync(await PatchAsync(client, whole, 10, Bytes(1)), HttpStatusCode.RequestEntityTooLarge, "upload.too_large");
        using var again = await PatchAsync(client, whole, 10, []);
        (again.StatusCode, Offset(again)).ShouldBe((HttpStatusCode.NoContent, 10));
        (await File.ReadAllBytesAsync(Places(whole).Whole)).ShouldBe(Bytes(10));
    }

    [Fact]
    public async Task MethodOverride_AnyMethod_IsTheMethod()
    {
        await using var host = Host();
        using var client = host.Client();
        var address = await CreateAsync(client, 10);
        using var request = Request(HttpMethod.Post, address, ("X-HTTP-Method-Override", "PATCH"), ("Upload-Offset", "0"));
        request.Content = new ByteArrayContent(Bytes(4)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(BytesType) } };
        (await client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await OffsetAsync(client, address)).ShouldBe(4);
        (await SendAsync(client, HttpMethod.Get, address, ("X-HTTP-Method-Override", "delete"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await SendAsync(client, HttpMethod.Head, address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task MethodOverride_FromAnotherSite_IsRefusedLikeTheMethod()
    {
        await using var host = Host();
        using var client = host.Client();
        var address = await CreateAsync(client, 10);
        using var response = await SendAsync(client, HttpMethod.Get, address, ("X-HTTP-Method-Override", "DELETE"), ("Sec-Fetch-Site", "cross-site"));
        await ServiceHost.ProblemAsync(response, HttpStatusCode.Forbidden, "request.cross_site");
        (await OffsetAsync(client, address)).ShouldBe(0);
    }
}

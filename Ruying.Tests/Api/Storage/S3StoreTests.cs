using System.Net;
using System.Net.Http.Headers;
using Ruying.Api.Storage;
using Ruying.Api.Storage.S3;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Storage;

[Collection(S3Tests.Name)]
public sealed class S3StoreTests(S3Server server) : FileStoreContract
{
    [SkippableFact]
    public async Task Rename_LongerThanOneCopy_IsCopiedInParts()
    {
        using var store = S3Server.Store(await server.CreateBucketAsync(), Temp.File("data"), largestCopy: 5 << 20);
        var bytes = new byte[(12 << 20) + 7];
        new Random(2).NextBytes(bytes);
        await File.WriteAllBytesAsync(Temp.File("footage"), bytes);
        await store.PutAsync(Temp.File("footage"), "uploads/a/footage", default);
        await store.RenameAsync("uploads/a/footage", "uploads/b/footage", default);
        (await NamesAsync(store, "uploads/")).ShouldBe(["uploads/b/footage"]);
        await store.GetAsync("uploads/b/footage", Temp.File("back"), default);
        (await File.ReadAllBytesAsync(Temp.File("back"))).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Link_AFile_OpensItForAnybodyAndNothingElse()
    {
        using var store = S3Server.Store(await server.CreateBucketAsync(), Temp.File("data"));
        await store.PutAsync(Write("video", "0123456789"), "videos/a.mp4", default);
        await store.PutAsync(Write("other", "secret"), "videos/b.mp4", default);
        var link = (await store.LinkAsync("videos/a.mp4", "video/mp4", "Ada-sagt-schön.mp4")).ShouldNotBeNull();
        link.GetLeftPart(UriPartial.Authority).ShouldBe(store.LinkOrigin);
        using var client = new HttpClient();
        using var whole = await client.GetAsync(link);
        whole.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await whole.Content.ReadAsStringAsync()).ShouldBe("0123456789");
        whole.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        whole.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        whole.Content.Headers.ContentDisposition.FileNameStar.ShouldBe("Ada-sagt-schön.mp4");
        whole.Headers.ETag.ShouldNotBeNull();

        using var range = new HttpRequestMessage(HttpMethod.Get, link) { Headers = { Range = new RangeHeaderValue(2, 4) } };
        using var part = await client.SendAsync(range);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsStringAsync()).ShouldBe("234");

        (await client.GetAsync(new Uri(link.AbsoluteUri.Replace("a.mp4", "b.mp4", StringComparison.Ordinal)))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.GetAsync(new Uri(link.GetLeftPart(UriPartial.Path)))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.DeleteAsync(link)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [SkippableTheory]
    [InlineData("secret", "storage.denied", false)]
    [InlineData("bucket", "storage.misconfigured", false)]
    [InlineData("endpoint", "storage.unavailable", true)]
    public async Task Check_SomethingIsWrong_HasItsCode(string what, string code, bool canPass)
    {
        var right = await server.CreateBucketAsync();
        using var store = S3Server.Store(
            new S3Options
            {
                Endpoint = what == "endpoint" ? "http://127.0.0.1:1" : right.Endpoint,
                Bucket = what == "bucket" ? "not-there" : right.Bucket,
                AccessKey = right.AccessKey,
                SecretKey = what == "secret" ? "wrong" : right.SecretKey,
            },
            Temp.File("data"));
        foreach (var ask in new Func<Task>[]
        {
            () => store.CheckAsync(default),
            () => store.PutAsync(Write("any", "any"), "videos/a.mp4", default),
            async () => await store.ListAsync("videos/", default).ToListAsync(),
        })
        {
            var exception = await Should.ThrowAsync<StorageException>(ask);
            (exception.Code, exception.CanPass).ShouldBe((code, canPass));
            exception.Message.ShouldNotContain(right.SecretKey);
        }
    }

    [SkippableFact]
    public async Task Sweep_UploadsThatWereCutShort_AreAborted()
    {
        var options = await server.CreateBucketAsync();
        using var store = S3Server.Store(options, Temp.File("data"));
        using var client = S3Server.Client(options);
        await client.InitiateMultipartUploadAsync(options.Bucket, "videos/left.mp4");
        await store.SweepAsync(TimeProvider.System.GetUtcNow().AddDays(-1), default);
        (await client.ListMultipartUploadsAsync(options.Bucket)).MultipartUploads.Count.ShouldBe(1, "it may be under way");
        await store.SweepAsync(TimeProvider.System.GetUtcNow().AddDays(1), default);
        ((await client.ListMultipartUploadsAsync(options.Bucket)).MultipartUploads ?? []).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Put_CutShortWithinItsParts_LeavesNothing()
    {
        var options = await server.CreateBucketAsync();
        using var store = S3Server.Store(options, Temp.File("data"));
        await File.WriteAllBytesAsync(Temp.File("large"), new byte[200 << 20]);
        using var client = S3Server.Client(options);
        using var cutting = new CancellationTokenSource();
        var putting = store.PutAsync(Temp.File("large"), "videos/a.mp4", cutting.Token);
        await Eventually.SoAsync(async () => putting.IsCompleted || ((await client.ListMultipartUploadsAsync(options.Bucket)).MultipartUploads ?? []).Count > 0);
        await cutting.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => putting);
        (await S3Server.NamesAsync(options)).ShouldBeEmpty();
        await Eventually.SoAsync(async () => ((await client.ListMultipartUploadsAsync(options.Bucket)).MultipartUploads ?? []).Count == 0);
        ((await client.ListMultipartUploadsAsync(options.Bucket)).MultipartUploads ?? []).ShouldBeEmpty();
    }

    internal override async Task<IFileStore> OpenAsync() => S3Server.Store(await server.CreateBucketAsync(), Temp.File("data"));
}

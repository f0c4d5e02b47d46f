using System.Security.Cryptography;
using System.Text;
using Ruying.Api.Storage;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Storage;

/// <summary>What every store does.</summary>
public abstract class FileStoreContract : IDisposable
{
    private static readonly string Id = Guid.NewGuid().ToString("N");

    private protected TempFolder Temp { get; } = new();

    public void Dispose()
    {
        Temp.Dispose();
        GC.SuppressFinalize(this);
    }

    [SkippableFact]
    public async Task Put_AFile_IsCopiedWithItsLengthAndATag()
    {
        var store = await OpenAsync();
        var name = StoreNames.Upload(Id);
        (await store.FindAsync(name, default)).ShouldBeNull();
        await store.PutAsync(Write("footage", "first"), name, default);
        var first = (await store.FindAsync(name, default)).ShouldNotBeNull();
        (first.Name, first.Length).ShouldBe((name, 5));
        first.Modified.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(-5));
        File.Exists(Temp.File("footage")).ShouldBeTrue();

        await store.PutAsync(Write("footage", "2nd"), name, default);
        var second = (await store.FindAsync(name, default)).ShouldNotBeNull();
        second.Tag.ShouldNotBe(first.Tag);
        second.Tag.ShouldNotContain("\"");
        (await ReadAsync(store, name)).ShouldBe("2nd");
        await store.GetAsync(name, Temp.File("deep/back"), default);
        (await File.ReadAllTextAsync(Temp.File("deep/back"))).ShouldBe("2nd");
        Directory.GetFiles(Temp.File("deep")).Length.ShouldBe(1, "nothing half-made stays");
        await store.CheckAsync(default);
    }

    [SkippableFact]
    public async Task Move_AFile_IsGoneFromWhereItWas()
    {
        var store = await OpenAsync();
        await store.MoveAsync(Write("video.mp4", "moved"), StoreNames.Video(Id), default);
        File.Exists(Temp.File("video.mp4")).ShouldBeFalse();
        (await ReadAsync(store, StoreNames.Video(Id))).ShouldBe("moved");
    }

    [SkippableTheory]
    [InlineData(0, 3L, "012")]
    [InlineData(4, 2L, "45")]
    [InlineData(7, null, "789")]
    [InlineData(8, 50L, "89")]
    public async Task Open_ARange_GivesThoseBytesAlone(long offset, long? length, string expected)
    {
        var store = await OpenAsync();
        await store.PutAsync(Write("digits", "0123456789"), StoreNames.Video(Id), default);
        await using var part = await store.OpenAsync(StoreNames.Video(Id), offset, length, default);
        (await new StreamReader(part).ReadToEndAsync()).ShouldBe(expected);
    }

    [SkippableFact]
    public async Task List_APrefix_FindsWhatBeginsSoAndDeleteRemovesThat()
    {
        var store = await OpenAsync();
        var (job, other) = (Id, Guid.NewGuid().ToString("N"));
        foreach (var name in new[] { StoreNames.Work(job) + "segments/0001.mp4", StoreNames.Work(job) + "segments/0002.mp4", StoreNames.Work(other) + "plan", StoreNames.Video(job), StoreNames.Captions(job, "vtt") })
        {
            await store.PutAsync(Write("any", name), name, default);
        }

        (await NamesAsync(store, StoreNames.Work(job))).ShouldBe([StoreNames.Work(job) + "segments/0001.mp4", StoreNames.Work(job) + "segments/0002.mp4"]);
        (await NamesAsync(store, StoreNames.VideoFiles(job))).ShouldBe([StoreNames.Video(job), StoreNames.Captions(job, "vtt")]);
        (await NamesAsync(store, StoreNames.AllWork)).Count.ShouldBe(3);
        await store.DeleteAsync(StoreNames.Work(job), default);
        (await NamesAsync(store, StoreNames.AllWork)).ShouldBe([StoreNames.Work(other) + "plan"]);
        await store.DeleteAsync(StoreNames.VideoFiles(job), default);
        (await NamesAsync(store, StoreNames.AllVideos)).ShouldBeEmpty();
        await store.DeleteAsync(StoreNames.Work(job), default);
        await store.DeleteAsync("never/there/", default);
        (await NamesAsync(store, "never/")).ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("work/ä ö ü/片段 1.mp4")]
    [InlineData("work/a+b&c=d%20e?f#g/x'y\"z")]
    public async Task Put_AnyLettersInItsName_IsFoundByIt(string name)
    {
        var store = await OpenAsync();
        await store.PutAsync(Write("any", "here"), name, default);
        (await NamesAsync(store, "work/")).ShouldBe([name]);
        (await ReadAsync(store, name)).ShouldBe("here");
        await store.RenameAsync(name, name + "2", default);
        (await NamesAsync(store, "work/")).ShouldBe([name + "2"]);
    }

    [SkippableFact]
    public async Task Put_ALargeFile_ComesBackByteForByte()
    {
        var store = await OpenAsync();
        var path = Temp.File("large");
        var bytes = new byte[40 << 20];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(path, bytes);
        await store.PutAsync(path, StoreNames.Upload(Id), default);
        (await store.FindAsync(StoreNames.Upload(Id), default)).ShouldNotBeNull().Length.ShouldBe(bytes.Length);
        var back = await store.BringAsync(StoreNames.Upload(Id), Temp.File("inputs/footage"), default);
        SHA256.HashData(await File.ReadAllBytesAsync(back)).ShouldBe(SHA256.HashData(bytes));
    }

    [SkippableFact]
    public async Task Put_ManyAtOnceUnderOneName_EveryReaderSeesOneOfThemWhole()
    {
        var store = await OpenAsync();
        var name = StoreNames.Video(Id);
        await store.PutAsync(Write("v0", new string('0', 200_000)), name, default);
        var writers = Enumerable.Range(1, 6).Select(i => Task.Run(() => store.PutAsync(Write($"v{i}", new string((char)('0' + i), 200_000 + i)), name, default)));
        var readers = Enumerable.Range(0, 12).Select(_ => Task.Run(async () =>
        {
            var text = await ReadAsync(store, name);
            text.Length.ShouldBe(200_000 + (text[0] - '0'));
            text.ShouldBe(new string(text[0], text.Length));
        }));
        await Task.WhenAll([.. writers, .. readers]);
        (await NamesAsync(store, StoreNames.AllVideos)).ShouldBe([name]);
    }

    [SkippableFact]
    public async Task Put_Cancelled_LeavesWhatWasThere()
    {
        var store = await OpenAsync();
        await store.PutAsync(Write("old", "old"), StoreNames.Video(Id), default);
        await Should.ThrowAsync<OperationCanceledException>(() => store.PutAsync(Write("new", new string('n', 20 << 20)), StoreNames.Video(Id), new CancellationToken(canceled: true)));
        (await ReadAsync(store, StoreNames.Video(Id))).ShouldBe("old");
        (await NamesAsync(store, "")).Count.ShouldBe(1);
    }

    [SkippableFact]
    public async Task Any_NotThere_IsMissing()
    {
        var store = await OpenAsync();
        var path = Temp.File("arrived");
        foreach (var ask in new Func<Task>[]
        {
            () => store.GetAsync("videos/none.mp4", path, default),
            () => store.BringAsync("videos/none.mp4", path, default),
            () => store.OpenAsync("videos/none.mp4", 0, null, default),
            () => store.RenameAsync("videos/none.mp4", "videos/other.mp4", default),
            () => store.BringFolderAsync("avatars/none/package", [], default),
        })
        {
            (await Should.ThrowAsync<StorageException>(ask)).Code.ShouldBe("storage.missing");
        }

        File.Exists(path).ShouldBeFalse();
    }

    [SkippableFact]
    public async Task MoveFolder_ThenBring_IsWholeAndItsPartsAreReplacedAlone()
    {
        var store = await OpenAsync();
        var name = StoreNames.Package(Id);
        await store.MoveFolderAsync(Folder("first", ("avatar.json", "one"), ("poster.jpg", "picture"), ("deep/base.mp4", "frames")), name, StoreNames.PackageParts, default);
        Directory.Exists(Temp.File("first")).ShouldBeFalse();
        (await ReadAsync(store, StoreNames.Poster(Id))).ShouldBe("picture");
        var folder = await store.BringFolderAsync(name, StoreNames.PackageParts, default);
        (await store.BringFolderAsync(name, StoreNames.PackageParts, default)).ShouldBe(folder, "it is brought once");
        Contents(folder).ShouldBe(["avatar.json: one", "deep/base.mp4: frames", "poster.jpg: picture"]);

        await store.PutAsync(Write("manifest", "two"), StoreNames.Manifest(Id), default);
        folder = await store.BringFolderAsync(name, StoreNames.PackageParts, default);
        Contents(folder).ShouldBe(["avatar.json: two", "deep/base.mp4: frames", "poster.jpg: picture"]);

        await store.MoveFolderAsync(Folder("second", ("avatar.json", "three"), ("poster.jpg", "other")), name, StoreNames.PackageParts, default);
        Contents(await store.BringFolderAsync(name, StoreNames.PackageParts, default)).ShouldBe(["avatar.json: three", "poster.jpg: other"]);
        await store.DeleteAsync(StoreNames.Avatar(Id), default);
        (await NamesAsync(store, "")).ShouldBeEmpty();
    }

    internal abstract Task<IFileStore> OpenAsync();

    internal static async Task<IReadOnlyList<string>> NamesAsync(IFileStore store, string prefix) =>
        await store.ListAsync(prefix, default).Select(file => file.Name).Where(name => name.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToListAsync();

    private protected string Write(string name, string text)
    {
        var path = Temp.File(name);
        File.WriteAllText(path, text);
        return path;
    }

    private protected static async Task<string> ReadAsync(IFileStore store, string name)
    {
        using var reader = new StreamReader(await store.OpenAsync(name, 0, null, default), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private string Folder(string name, params (string File, string Text)[] files)
    {
        foreach (var (file, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Temp.File($"{name}/{file}"))!);
            Write($"{name}/{file}", text);
        }

        return Temp.File(name);
    }

    private static IEnumerable<string> Contents(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => $"{Path.GetRelativePath(folder, file)}: {File.ReadAllText(file)}").Order(StringComparer.Ordinal);
}

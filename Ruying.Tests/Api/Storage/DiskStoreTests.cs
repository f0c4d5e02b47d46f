using Microsoft.Extensions.Options;
using Ruying.Api;
using Ruying.Api.Storage;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Storage;

public sealed class DiskStoreTests : FileStoreContract
{
    [Fact]
    public async Task PutAndMove_WhatLiesAtItsPlace_StaysThere()
    {
        var store = await OpenAsync();
        var name = StoreNames.Work("job") + "segments/0001.mp4";
        var place = store.PathOf(name)!;
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        await File.WriteAllTextAsync(place, "segment");
        await store.PutAsync(place, name, default);
        await store.MoveAsync(place, name, default);
        (await ReadAsync(store, name)).ShouldBe("segment");
        (await store.BringAsync(name, Temp.File("elsewhere"), default)).ShouldBe(place);
        (await store.LinkAsync(name, "video/mp4", "video.mp4")).ShouldBeNull();
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("videos/../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public async Task PathOf_ANameThatLeadsOut_IsRefused(string name)
    {
        var store = await OpenAsync();
        Should.Throw<ArgumentException>(() => store.PathOf(name));
    }

    internal override Task<IFileStore> OpenAsync() =>
        Task.FromResult<IFileStore>(new DiskStore(new DataFolder(Options.Create(new ServiceOptions { DataFolder = Temp.File("data") }))));
}

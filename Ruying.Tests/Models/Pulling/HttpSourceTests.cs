using Shouldly;
using Xunit;

namespace Ruying.Tests.Models.Pulling;

/// <summary>Servers as they are: connections break, sizes and hashes lie, redirects lead astray.</summary>
public sealed class HttpSourceTests : IAsyncLifetime
{
    private readonly PullWorld _world = new();
    private readonly MirrorServer _server;

    public HttpSourceTests() => _server = _world.Serve();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Pull_WhenTheConnectionBreaks_AsksForTheRest()
    {
        _server.Breaks[PullWorld.NetworkPath] = new([300, 500]);

        (await PullAsync()).ShouldBe("done");

        Network().Select(r => r.Range).ShouldBe([null, "300-", "800-"]);
        Network()[1].IfRange.ShouldNotBeNull().ShouldStartWith("\"");
        (await File.ReadAllBytesAsync(_world.Store.Find(PullWorld.Name).Path)).ShouldBe(_world.Network);
    }

    [Fact]
    public async Task Pull_AfterTheProcessEnded_GoesOnWithoutBeingSeenMeanwhile()
    {
        _server.StallsAt = PullWorld.NetworkPath;
        using (var stop = new CancellationTokenSource())
        {
            using var first = _world.Puller(_server.Address);
            var pulling = first.PullAsync(PullWorld.Name, true, null, stop.Token);
            while (first.Received(first.Available.Find(PullWorld.Name)) < PullWorld.Card.Length + (_world.Network.Length / 2))
            {
                pulling.IsCompleted.ShouldBeFalse();
                await Task.Delay(10);
            }

            await stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => pulling);
        }

        _server.StallsAt = null;
        _world.Store.List().ShouldBeEmpty();
        (await PullAsync()).ShouldBe("done");
        Network()[^1].Range.ShouldBe($"{_world.Network.Length / 2}-");
    }

    [Fact]
    public async Task Pull_WhenRangesAreIgnored_BeginsAnew()
    {
        _server.IgnoresRanges = true;
        _server.Breaks[PullWorld.NetworkPath] = new([700, 300]);
        (await PullAsync()).ShouldBe("done");
        Network().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Pull_WhenTheFileChangesMeanwhile_TakesTheNewOneWhole()
    {
        var other = _world.Network.ToArray();
        other[5] ^= 1;
        _server.Files[PullWorld.NetworkPath] = other;
        _server.Breaks[PullWorld.NetworkPath] = new([700, 0, 0]);
        (await PullAsync()).ShouldBe("model.download_failed");
        _server.Files[PullWorld.NetworkPath] = _world.Network;
        (await PullAsync()).ShouldBe("done");
    }

    [Fact]
    public async Task Pull_WithoutVersions_GoesOnWhereAHashIsPublished()
    {
        _server.TellsVersions = false;
        _server.Breaks[PullWorld.NetworkPath] = new([300]);
        (await PullAsync()).ShouldBe("done");
        Network().Select(r => (r.Range, r.IfRange)).ShouldBe([(null, null), ("300-", null)]);
    }

    [Fact]
    public async Task Pull_WithoutVersionsOrHashes_BeginsAnew()
    {
        _server.TellsVersions = false;
        _server.Breaks[PullWorld.NetworkPath] = new([300]);
        var list = _world.VoiceList();
        var model = list.Models[0];
        _world.Write(list with { Models = [model with { Files = [.. model.Files.Select(f => f with { Md5 = null })] }] });
        (await PullAsync()).ShouldBe("done");
        Network().Select(r => r.Range).ShouldBe([null, null]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Pull_OfAnotherSizeThanPublished_RefusedBeforeABodyIsRead(int more)
    {
        _server.Length = length => length == _world.Network.Length ? length + more : length;
        (await PullAsync()).ShouldBe("model.size");
        _world.Left().ShouldBe(["accepted.json", "card"]);
    }

    [Fact]
    public async Task Pull_OfMoreThanCanBe_StopsReading()
    {
        _server.Endless = true;
        (await PullAsync()).ShouldBe("model.size");
        _world.Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task Pull_OfOtherBytes_ThrownAwayAndFetchedAnew()
    {
        var other = _world.Network.ToArray();
        other[5] ^= 1;
        _server.Files[PullWorld.NetworkPath] = other;
        (await PullAsync()).ShouldBe("model.hash");
        _world.Left().ShouldBe(["accepted.json", "card"]);
        _server.Files[PullWorld.NetworkPath] = _world.Network;
        (await PullAsync()).ShouldBe("done");
    }

    [Theory]
    [InlineData("404 Not Found", 1)]
    [InlineData("403 Forbidden", 1)]
    [InlineData("503 Service Unavailable", 3)]
    [InlineData("429 Too Many Requests", 3)]
    public async Task Pull_Refused_TriedAgainOnlyWhereThatCanHelp(string status, int times)
    {
        _server.Statuses[PullWorld.NetworkPath] = status;
        (await PullAsync()).ShouldBe("model.download_failed");
        Network().Count.ShouldBe(times);
    }

    [Fact]
    public async Task Pull_WhenNothingComes_GivesUp()
    {
        (_server.StallsAt, _server.TellsVersions) = (PullWorld.CardPath, false);
        using var puller = _world.Puller(_server.Address, TimeSpan.FromMilliseconds(200));
        (await ModelPullerTests.CodeAsync(() => puller.PullAsync(PullWorld.Name, true))).ShouldBe("model.download_failed");
    }

    [Fact]
    public async Task Pull_WhenNobodyListens_SaysSo()
    {
        using var puller = _world.Puller("http://127.0.0.1:9/voices");
        (await ModelPullerTests.CodeAsync(() => puller.PullAsync(PullWorld.Name, true))).ShouldBe("model.download_failed");
    }

    [Fact]
    public async Task Pull_RedirectedWithinTheMirror_Follows()
    {
        _server.Redirects[PullWorld.NetworkPath] = "/voices/a";
        _server.Redirects["a"] = $"{_server.Address}/b";
        _server.Files["b"] = _world.Network;
        _server.Breaks["b"] = new([300]);
        (await PullAsync()).ShouldBe("done");
        _server.Requests.Where(r => r.Path == "b").Select(r => r.Range).ShouldBe([null, "300-"]);
    }

    [Theory]
    [InlineData("/voices/de/anna/de_DE-anna-low.onnx")]
    [InlineData("http://127.0.0.1:9/other")]
    [InlineData("https://127.0.0.1:9/private")]
    [InlineData("https://[::1]:9/private")]
    [InlineData("https://localhost:9/private")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("http://example.org/plain")]
    [InlineData("https://user@example.org/")]
    [InlineData("file:///etc/passwd")]
    public async Task Pull_RedirectedAstray_IsRefused(string to)
    {
        _server.Redirects[PullWorld.NetworkPath] = to;
        (await PullAsync()).ShouldBe("model.redirect");
        Network().Count.ShouldBe(to[0] == '/' ? 6 : 1);
    }

    [Fact]
    public async Task Pull_OfAnAddressInTheOwnNetworkWithoutAMirror_IsRefused()
    {
        _world.Write(_world.VoiceList() with { Address = new Uri(_server.Address + "/") });
        using var puller = _world.Puller(null);
        (await ModelPullerTests.CodeAsync(() => puller.PullAsync(PullWorld.Name, true))).ShouldBe("model.redirect");
        _server.Requests.ShouldBeEmpty();
    }

    private List<(string Path, string? Range, string? IfRange)> Network() => [.. _server.Requests.Where(r => r.Path == PullWorld.NetworkPath)];

    private async Task<string> PullAsync()
    {
        using var puller = _world.Puller(_server.Address);
        var code = await ModelPullerTests.CodeAsync(() => puller.PullAsync(PullWorld.Name, acceptLicence: true));
        return code == "none" ? "done" : code;
    }
}

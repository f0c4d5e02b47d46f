using System.Security.Cryptography;
using System.Text;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Models.Pulling;
using Ruying.Tests.Speech.Neural;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Models.Pulling;

public sealed class ModelPullerTests : IDisposable
{
    private readonly PullWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task PullAsync_FromAFolder_KeepsTheVoiceWithItsCard()
    {
        using var puller = _world.Puller(_world.Folder());

        var model = await puller.PullAsync(PullWorld.Title, acceptLicence: true);

        (model.Name, model.Kind, model.FileName, model.Sha256).ShouldBe((PullWorld.Name, "piper", "de_DE-anna-low.onnx", Convert.ToHexStringLower(SHA256.HashData(_world.Network))));
        (model.Voice.ShouldNotBeNull().Language, model.Voice.SampleRate).ShouldBe(("de", 16_000));
        var origin = model.Origin.ShouldNotBeNull();
        (origin.Title, origin.Licence).ShouldBe((PullWorld.Title, "CC-BY-4.0"));
        origin.Accepted.ShouldBeInRange(model.Imported.AddMinutes(-5), model.Imported);
        _world.Store.ReadCard(_world.Store.Find(PullWorld.Name)).ShouldNotBeNull().Text.ShouldBe(PullWorld.Card.Trim());
        _world.Left().ShouldBeEmpty();
        (await CodeAsync(() => puller.PullAsync(PullWorld.Name, true))).ShouldBe("model.exists");
    }

    [Fact]
    public async Task PullAsync_FromAServer_AsksForTheCardFirstAndForEachFileOnce()
    {
        await using var server = _world.Serve();
        var stages = new List<StageProgress>();
        using var puller = _world.Puller(server.Address + "/");

        var model = await puller.PullAsync(PullWorld.Name, true, new Heard(stages));

        server.Requests.Select(r => r.Path).ShouldBe([PullWorld.CardPath, PullWorld.NetworkPath, PullWorld.SettingsPath]);
        model.Origin!.Address.ShouldBe($"{server.Address}/{PullWorld.NetworkPath}");
        stages.Where(s => s.Fraction == 1).Select(s => s.Stage).ShouldBe(["download", "check"]);
        stages.Where(s => s.Stage == "download").Select(s => s.Fraction).ShouldBeInOrder();
    }

    [Fact]
    public async Task PullAsync_Unaccepted_ShowsTheCardAndFetchesNothingElse()
    {
        await using var server = _world.Serve();
        server.Files[PullWorld.CardPath] = Encoding.UTF8.GetBytes("\u001b[2JLicence:  see \u0007the web\r\nmore");
        using var puller = _world.Puller(server.Address);

        var refused = await Should.ThrowAsync<ModelLicenceException>(() => puller.PullAsync(PullWorld.Name, false));

        (refused.Code, refused.Licence.Summary).ShouldBe(("model.licence", "not named in its card"));
        refused.Licence.Text.ShouldBe("[2JLicence:  see the web\nmore");
        server.Requests.ShouldHaveSingleItem().Path.ShouldBe(PullWorld.CardPath);
        _world.Store.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task PullAsync_AcceptedOnce_NeedNotBeSaidAgainUntilTheCardIsAnother()
    {
        var mirror = _world.Folder();
        using var puller = _world.Puller(mirror);
        var card = Path.Combine(_world.Store.Folder, ".pulls", PullWorld.Name, "card");
        await puller.AcceptAsync(PullWorld.Name, accept: true);
        await puller.AcceptAsync(PullWorld.Name, accept: false);
        await File.AppendAllTextAsync(card, "\nBut not for you.");
        await Should.ThrowAsync<ModelLicenceException>(() => puller.PullAsync(PullWorld.Name, false));
        await File.WriteAllTextAsync(card, PullWorld.Card);
        (await puller.PullAsync(PullWorld.Name, false)).Name.ShouldBe(PullWorld.Name);
    }

    [Fact]
    public async Task PullAsync_OfAVoicePackWithoutPublishedHashes_KeepsItsStyles()
    {
        var styles = VoiceStore.Archive(("af_heart.npy", VoiceStore.NumPy(VoiceStore.Style(510), "510, 1, 256")));
        _world.Write(new(new Uri("https://127.0.0.1:1/"), [new("k82", StoredModel.KokoroKind, "Kokoro", ["en-US"], "English", [new(AvailableFileRole.Card, "k/README.md"), new(AvailableFileRole.Network, "k/k.onnx"), new(AvailableFileRole.Styles, "k/v.bin")]) { Licence = "Apache-2.0" }]));
        await using var server = new MirrorServer();
        (server.Files["k/README.md"], server.Files["k/k.onnx"], server.Files["k/v.bin"]) = ("A card."u8.ToArray(), TestVoice.Kokoro(), styles);
        using var puller = _world.Puller(server.Address);

        var model = await puller.PullAsync("k82", true);

        model.Voice!.Voices.ShouldBe(["af_heart"]);
        model.Origin!.Licence.ShouldBe("Apache-2.0");
        model.Parts.Keys.Order().ShouldBe(["card.txt", "style-af_heart.f32", "voice.json"]);
    }

    [Fact]
    public async Task PullAsync_OfWhatDoesNotFitTheKind_SaysWhyAndKeepsNothing()
    {
        var other = TestVoice.Kokoro();
        _world.Write(new(new Uri("https://127.0.0.1:1/"), [PullWorld.Piper(PullWorld.Name, PullWorld.Title, PullWorld.NetworkPath, other)]));
        var mirror = _world.Folder();
        await File.WriteAllBytesAsync(Path.Combine(mirror, PullWorld.NetworkPath), other);
        using var puller = _world.Puller(mirror);

        (await CodeAsync(() => puller.PullAsync(PullWorld.Name, true))).ShouldBe("model.wrong_kind");

        _world.Left().ShouldBeEmpty();
        _world.Store.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task PullAsync_TwiceAtOnce_OneWinsAndTheOtherIsTold()
    {
        await using var server = _world.Serve();
        server.StallsAt = PullWorld.NetworkPath;
        using var first = _world.Puller(server.Address);
        using var second = _world.Puller(server.Address);
        using var stop = new CancellationTokenSource();
        var pulling = first.PullAsync(PullWorld.Name, true, null, stop.Token);
        while (server.Requests.IsEmpty)
        {
            await Task.Delay(10);
        }

        (await CodeAsync(() => second.PullAsync(PullWorld.Name, true))).ShouldBe("model.busy");

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => pulling);
        server.StallsAt = null;
        (await second.PullAsync(PullWorld.Name, true)).Name.ShouldBe(PullWorld.Name);
    }

    [Theory]
    [InlineData("/nowhere/at/all")]
    [InlineData("ftp://example.org/voices")]
    [InlineData("https://user:secret@example.org/voices")]
    public async Task PullAsync_FromAMirrorThatIsNone_IsRefused(string mirror)
    {
        using var puller = _world.Puller(mirror);
        (await CodeAsync(() => puller.PullAsync(PullWorld.Name, true))).ShouldBe("model.mirror");
    }

    [Fact]
    public async Task PullAsync_FromAFolderThatLies_IsRefused()
    {
        var mirror = _world.Folder();
        using var puller = _world.Puller(mirror);
        var changed = _world.Network.ToArray();
        changed[^1] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(mirror, PullWorld.NetworkPath), changed);
        (await CodeAsync(() => puller.PullAsync(PullWorld.Name, true))).ShouldBe("model.hash");
        await File.WriteAllBytesAsync(Path.Combine(mirror, PullWorld.NetworkPath), changed[..^1]);
        (await CodeAsync(() => puller.PullAsync(PullWorld.Name, true))).ShouldBe("model.size");
        File.Delete(Path.Combine(mirror, PullWorld.NetworkPath));
        (await CodeAsync(() => puller.PullAsync(PullWorld.Name, true))).ShouldBe("model.download_failed");
        _world.Left().ShouldBe(["accepted.json", "card"]);
        _world.Folder();
        (await puller.PullAsync(PullWorld.Name, false)).Name.ShouldBe(PullWorld.Name);
    }

    [Fact]
    public async Task Discard_OfAnUnfinishedPull_LeavesNothing()
    {
        using var puller = _world.Puller(_world.Folder());
        await puller.AcceptAsync(PullWorld.Name, true);
        var model = puller.Available.Find(PullWorld.Name);
        puller.Received(model).ShouldBe(PullWorld.Card.Length);
        puller.Remove(model.Name);
        (puller.Received(model), puller.Discard(model.Name), puller.Discard("../x")).ShouldBe((0, false, false));
        (await CodeAsync(() => Task.Run(() => puller.Remove(model.Name)))).ShouldBe("model.unknown");
    }

    internal static async Task<string> CodeAsync(Func<Task> pull)
    {
        try
        {
            await pull();
            return "none";
        }
        catch (RuyingException e)
        {
            return e.Code;
        }
    }

    private sealed class Heard(List<StageProgress> stages) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => stages.Add(value);
    }
}

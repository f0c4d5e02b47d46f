using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Tests.Models.Pulling;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Models;

public sealed class ModelVerifierTests : IDisposable
{
    private readonly PullWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task VerifyAsync_NamesEachDamagedFile()
    {
        using var puller = _world.Puller(_world.Folder());
        var model = await puller.PullAsync(PullWorld.Name, true);
        var verifier = new ModelVerifier(_world.Options(null), _world.Store);

        var all = await verifier.VerifyAsync();
        all.ShouldAllBe(check => check.Damaged.Count == 0);
        all.Where(check => check.Ships).Select(check => check.Name).Order().ShouldBe(_world.Voices.Models.Sessions.Catalog.Models.Select(m => m.Name).Order());
        all.Single(check => !check.Ships).Name.ShouldBe(PullWorld.Name);

        await File.AppendAllTextAsync(Path.Combine(_world.Store.Folder, PullWorld.Name, "card.txt"), "x");
        File.Delete(model.Path);
        (await verifier.VerifyAsync(PullWorld.Name)).ShouldHaveSingleItem().Damaged.ShouldBe(["model.onnx", "card.txt"], ignoreOrder: true);
        await File.WriteAllTextAsync(Path.Combine(_world.Store.Folder, PullWorld.Name, "model.json"), "{");
        (await verifier.VerifyAsync(PullWorld.Name)).ShouldHaveSingleItem().Damaged.ShouldBe(["model.json"]);
        _world.Store.Remove(PullWorld.Name);
        (await Should.ThrowAsync<ModelException>(() => verifier.VerifyAsync(PullWorld.Name))).Code.ShouldBe("model.unknown");
    }
}

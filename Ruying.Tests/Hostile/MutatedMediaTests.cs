using Ruying.Tests.Media;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Ruying.Tests.Hostile;

/// <summary>The sample clip with bytes changed, 500 times: read, or refused with a code.</summary>
public sealed class MutatedMediaTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_MutatedClip_IsReadOrRefusedWithACode()
    {
        var clip = await HostileFiles.ClipAsync(_folder);

        // Half of them in the index, which is all that most parsers go wrong over.
        var index = Mp4Boxes.Content(clip, "moov");
        var outcomes = new Dictionary<string, int>();
        foreach (var seed in Mutations.Seeds(25, 500))
        {
            var path = _folder.File($"mutation-{seed}.mp4");
            await File.WriteAllBytesAsync(path, Mutations.Of(clip, seed, seed % 2 == 0 ? index : 0));
            foreach (var outcome in await Readers.ReadAllAsync(path, _folder))
            {
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            }

            File.Delete(path);
            Delete(_folder.File($"work-mutation-{seed}"));
        }

        output.WriteLine(string.Join(", ", outcomes.Select(o => $"{o.Key} {o.Value}")));
        outcomes.Keys.ShouldContain("ok");
        outcomes.Count.ShouldBeGreaterThan(1);
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

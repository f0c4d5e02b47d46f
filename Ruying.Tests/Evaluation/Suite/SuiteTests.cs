using System.Text.Json;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Evaluation.Suite;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Evaluation.Suite;

public sealed class SuiteTests : IDisposable
{
    private readonly TempFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void All_TakesClipsAlone_AndFoldersOfClipsJoined()
    {
        Touch("b.mp4", "notes.txt", "s1/one.mpg", "s1/two.mpg", "empty/readme.md", "deep/er/three.mov");

        var clips = SuiteDescription.All(_work.Path);

        clips.Select(c => (c.Name, c.Files.Count)).ShouldBe([("b.mp4", 1), ("deep/er", 1), ("s1", 2)]);
        clips[1].FileName.ShouldBe("deep-er");
    }

    [Fact]
    public void All_OfAnEmptyFolder_Refused() => Should.Throw<FootageException>(() => SuiteDescription.All(_work.Path)).Code.ShouldBe("file.missing");

    [Fact]
    public void Find_LooksInTheFolder_ThenBesideTheDescription()
    {
        Touch("footage/s1/one.mpg", "docs/own.mp4");
        var path = _work.File("docs/suite.json");
        File.WriteAllText(path, """{ "note": "A note.", "clips": [ { "path": "s1", "name": "GRID s1", "seen": "first 70 %" }, { "path": "own.mp4" } ] }""");

        var clips = SuiteDescription.Load(path).Find(_work.File("footage"), path);

        clips.Select(c => (c.Name, c.Seen)).ShouldBe([("GRID s1", "first 70 %"), ("own.mp4", "")]);
        clips[1].Path.ShouldBe(_work.File("docs/own.mp4"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{ "clips": [] }""")]
    [InlineData("""{ "clips": [ { "name": "x" } ] }""")]
    public void Load_OfWhatIsNoDescription_Refused(string text)
    {
        File.WriteAllText(_work.File("suite.json"), text);
        Should.Throw<FootageException>(() => SuiteDescription.Load(_work.File("suite.json"))).Code.ShouldBe("suite.description");
    }

    [Fact]
    public void Store_GivesBackWhatItKept_UntilTheClipOrTheModelsChange()
    {
        Touch("a.mp4", "page.html");
        var clip = new SuiteClip("a", _work.File("a.mp4"), "never");
        var store = new SuiteStore(_work.File("results"), new PipelineOptions());
        store.Find(clip, new AvatarOptions()).ShouldBeNull();

        store.Keep(clip, new AvatarOptions(), new EvaluationResult(new Dictionary<string, object> { ["clip"] = "a", ["aperture_r"] = 0.123456 }, _work.File("page.html")));

        store.Find(clip, new AvatarOptions())!.Number("aperture_r").ShouldBe(0.1235);
        store.Find(clip, new AvatarOptions { LongestPart = true }).ShouldBeNull();
        File.WriteAllText(_work.File("own.onnx"), "other weights");
        new SuiteStore(_work.File("results"), new PipelineOptions { ModelFiles = new Dictionary<string, string> { ["mouth-motion-audio"] = _work.File("own.onnx") } })
            .Find(clip, new AvatarOptions()).ShouldBeNull();
        File.AppendAllText(clip.Path, "changed");
        store.Find(clip, new AvatarOptions()).ShouldBeNull();
    }

    [Fact]
    public void Markdown_ShowsMeansWhereTheyMakeSense_AndDashesForWhatIsUnknown()
    {
        SuiteRow[] rows =
        [
            Row("one", ("aperture_r", 0.5), ("av_offset_frames", 0), ("closures_counted", 7), ("frames_per_second", 30)),
            Row("two", ("aperture_r", 0.7), ("av_offset_frames", 1), ("width_r", 0.25), ("closures_counted", 5), ("frames_per_second", 40)),
            new(new SuiteClip("three|bad", "c.mp4", ""), new Dictionary<string, JsonElement>(), "No face."),
        ];

        var page = SuiteTable.Markdown(rows, "./ruying evaluate --suite x", ["A note."]);

        page.ShouldContain("./ruying evaluate --suite x");
        page.ShouldContain("A note.");
        page.ShouldContain("| aperture r | `aperture_r` | 0.500 | 0.700 | 0.600 | 1 |");
        page.ShouldContain("| width r | `width_r` | - | 0.250 | 0.250 | 1 |");
        page.ShouldContain("| p, b, m counted | `closures_counted` | 7 | 5 | 12 |  |");
        page.ShouldContain("| frames a second, decode to encode | `frames_per_second` | 30 | 40 |  |  |");
        page.ShouldContain("Not measured: three\\|bad: No face.");
        page.ShouldNotContain("seconds_track");
    }

    private static SuiteRow Row(string name, params (string Key, double Value)[] measures) =>
        new(new SuiteClip(name, name + ".mp4", "never"), measures.ToDictionary(m => m.Key, m => JsonSerializer.SerializeToElement(m.Value)), null);

    private void Touch(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_work.File(file))!);
            File.WriteAllText(_work.File(file), "x");
        }
    }
}

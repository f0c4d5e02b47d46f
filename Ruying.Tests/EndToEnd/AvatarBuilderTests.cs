using System.Text.Json;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Speech.Voices;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.EndToEnd;

[Collection(HostAvatarTests.Name)]
public sealed class AvatarBuilderTests(HostAvatar host) : IDisposable
{
    private readonly TempFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task BuildAsync_OfTheSample_GivesAPackageThatOpens()
    {
        using var avatar = AvatarPackage.Open(host.Folder);
        await avatar.VerifyAsync();
        avatar.Name.ShouldBe("Host");
        avatar.Consent.ShouldBe("A test");
        avatar.Manifest.Frames.ShouldBeInRange(248, 258);
        avatar.Mouths.Samples.Count.ShouldBeGreaterThan(200);
        avatar.Frames.Count(f => f.Usable).ShouldBeGreaterThan(200);
        avatar.Frames.Take(45).Count(f => f.Idle).ShouldBeGreaterThan(25);
        avatar.Manifest.Files.Keys.ShouldContain("report.html");
        File.Exists(Path.Combine(host.Folder, AvatarPackage.PosterName)).ShouldBeTrue();
    }

    [Fact]
    public async Task BuildAsync_IntoAFolderThatHoldsSomething_IsRefused()
    {
        var error = await Should.ThrowAsync<AvatarException>(() => host.Pipeline.Avatars.BuildAsync([host.Footage], host.Folder, host.BuildWork, new AvatarOptions()));
        error.Code.ShouldBe("avatar.exists");
    }

    [Fact]
    public async Task BuildAsync_WhenCancelledWhileLearning_LeavesNothing_AndGoesOnFromItsTrack()
    {
        using var stop = new CancellationTokenSource();
        var folder = _work.File("avatar");
        var learning = new Hear(p => p is { Stage: "learn", Fraction: > 0.1 }, stop.Cancel);
        await Should.ThrowAsync<OperationCanceledException>(() => host.Pipeline.Avatars.BuildAsync([host.Footage], folder, host.BuildWork, new AvatarOptions(), learning, stop.Token));
        Directory.EnumerateFileSystemEntries(_work.Path).ShouldBeEmpty();

        // The stages before learning are there already: nothing is tracked again.
        var tracked = 0;
        (await host.Pipeline.Avatars.BuildAsync([host.Footage], folder, host.BuildWork, new AvatarOptions(), new Hear(p => p is { Stage: "track", Fraction: > 0 and < 1 }, () => tracked++))).Dispose();
        tracked.ShouldBe(0);
        Directory.EnumerateFileSystemEntries(_work.Path).ShouldBe([folder]);
    }

    [Fact]
    public async Task BuildAsync_OfTwoClips_LearnsFromBoth()
    {
        await Ffmpeg.RunAsync("-i", host.Footage, "-t", "4", "-vf", "scale=640:-2", _work.File("first.mp4"));
        await Ffmpeg.RunAsync("-ss", "5", "-i", host.Footage, "-t", "4", _work.File("second.mp4"));
        using var avatar = await host.Pipeline.Avatars.BuildAsync([_work.File("first.mp4"), _work.File("second.mp4")], _work.File("avatar"), _work.File("build"), new AvatarOptions());

        await avatar.VerifyAsync();
        avatar.Name.ShouldBe("first");
        avatar.Manifest.Frames.ShouldBeInRange(196, 204);
        (avatar.Manifest.Width, avatar.Manifest.Height).ShouldBe((AvatarPackage.ReadManifest(host.Folder).Width, AvatarPackage.ReadManifest(host.Folder).Height));
        avatar.Frames.Take(90).Count(f => f.Usable).ShouldBeGreaterThan(70);
        avatar.Frames.Skip(110).Count(f => f.Usable).ShouldBeGreaterThan(70);
        avatar.Frames.Skip(98).Take(4).Count(f => !f.Usable).ShouldBeGreaterThan(2, "beside the join the points are of both clips");
        var report = JsonSerializer.Deserialize<FootageReport>(await File.ReadAllBytesAsync(Path.Combine(avatar.Folder, AvatarBuilder.ReportJsonName)), JsonSerializerOptions.Web)!;
        report.Findings.ShouldNotContain(f => f.Code == "cut" || f.Code == "face.changed");
    }

    [Fact]
    public async Task BuildAsync_WithReview_StopsAtWarningsAndLeavesTheirPictures()
    {
        await Ffmpeg.RunAsync("-i", host.Footage, "-t", "4", "-an", "-vf", "eq=brightness=-0.45", _work.File("dark.mp4"));
        var work = _work.File("build");
        var learned = 0;
        var error = await Should.ThrowAsync<FootageException>(() => host.Pipeline.Avatars.BuildAsync(
            [_work.File("dark.mp4")], _work.File("avatar"), work, new AvatarOptions { Review = true }, new Hear(p => p.Stage == "learn", () => learned++)));
        error.Code.ShouldBe("footage.review");
        learned.ShouldBe(0);
        Directory.Exists(_work.File("avatar")).ShouldBeFalse();
        var report = JsonSerializer.Deserialize<FootageReport>(await File.ReadAllBytesAsync(Path.Combine(work, AvatarBuilder.ReportJsonName)), JsonSerializerOptions.Web)!;
        report.NeedsReview.ShouldBeTrue();
        report.Findings.ShouldContain(f => f.Code == "audio.none" && f.Frames.Count == 0);
        var light = report.Findings.First(f => f.Code.StartsWith("light.", StringComparison.Ordinal));
        light.Figures.Count.ShouldBe(1);
        light.Frames.Count.ShouldBeInRange(1, 3);
        foreach (var frame in report.Findings.SelectMany(f => f.Frames))
        {
            (await Ffmpeg.ProbeAsync(Path.Combine(work, AvatarBuilder.FrameName(frame)), "v:0", "codec_name")).ShouldBe("mjpeg");
        }
    }

    [Fact]
    public void BuildAsync_OfTheSample_MeasuresItsVoice()
    {
        // flite's slt, told to speak at 172 Hz on average.
        var voice = AvatarPackage.ReadManifest(host.Folder).Voice!;
        voice.Pitch!.Median.ShouldBeInRange(155, 185);
        voice.SyllablesPerSecond!.Value.ShouldBeInRange(3, 6);
        voice.SpeechSeconds.ShouldBeInRange(3, 10);
        voice.Loudness!.Value.ShouldBeInRange(-30, -10);
    }

    [Fact]
    public async Task ChooseVoice_KeepsItInThePackage_AndTouchesNothingElse()
    {
        var folder = Copy();
        var choice = new VoiceChoice("en-us+f2", 1.5, 0.9);
        using (var avatar = AvatarPackage.Open(folder))
        {
            (await Should.ThrowAsync<ScriptException>(() => avatar.ChooseVoiceAsync(new VoiceChoice(null, 20)))).Code.ShouldBe("speech.option_out_of_range");
            await avatar.ChooseVoiceAsync(choice);
            avatar.Manifest.VoiceChoice.ShouldBe(choice);
        }

        using var opened = AvatarPackage.Open(folder);
        await opened.VerifyAsync();
        opened.Manifest.VoiceChoice.ShouldBe(choice);
        opened.Manifest.Files.Keys.ShouldBe(AvatarPackage.ReadManifest(host.Folder).Files.Keys);
        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe(Directory.GetFiles(host.Folder).Select(Path.GetFileName), ignoreOrder: true);
        await opened.ChooseVoiceAsync(new VoiceChoice());
        AvatarPackage.ReadManifest(folder).VoiceChoice.ShouldBeNull();
    }

    [Fact]
    public void Open_OfAPackageFromBeforeVoicesWereMeasured_HasNone()
    {
        var folder = Copy();
        var path = Path.Combine(folder, AvatarPackage.ManifestName);
        var manifest = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        manifest.Remove("voice").ShouldBeTrue();
        manifest.Remove("voiceChoice");
        File.WriteAllText(path, manifest.ToJsonString());

        using var avatar = AvatarPackage.Open(folder);
        avatar.Manifest.Voice.ShouldBeNull();
    }

    [Fact]
    public void Open_OfAChangedFile_SaysDamaged()
    {
        var folder = Copy();
        var frames = Path.Combine(folder, AvatarPackage.FramesName);
        var bytes = File.ReadAllBytes(frames);
        bytes[^5] ^= 0xFF;
        File.WriteAllBytes(frames, bytes);
        Should.Throw<AvatarException>(() => AvatarPackage.Open(folder)).Code.ShouldBe("avatar.damaged");
    }

    [Fact]
    public void Open_OfAFileCutShort_SaysDamaged()
    {
        var folder = Copy();
        using (var stream = new FileStream(Path.Combine(folder, AvatarPackage.BaseName), FileMode.Open))
        {
            stream.SetLength(stream.Length / 2);
        }

        Should.Throw<AvatarException>(() => AvatarPackage.Open(folder)).Code.ShouldBe("avatar.damaged");
    }

    [Theory]
    [InlineData("\"version\": 2", "\"version\": 99", "avatar.version")]
    [InlineData("\"frames.bin\"", "\"../frames.bin\"", "avatar.damaged")]
    [InlineData("{", "[", "avatar.damaged")]
    public void Open_OfAForeignManifest_TellsWhy(string from, string to, string code)
    {
        var folder = Copy();
        var path = Path.Combine(folder, AvatarPackage.ManifestName);
        var text = File.ReadAllText(path);
        text.ShouldContain(from);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
        Should.Throw<AvatarException>(() => AvatarPackage.Open(folder)).Code.ShouldBe(code);
    }

    [Fact]
    public void Open_OfAnEmptyFolder_SaysMissing() =>
        Should.Throw<AvatarException>(() => AvatarPackage.Open(_work.Path)).Code.ShouldBe("avatar.missing");

    private string Copy()
    {
        var folder = _work.File("copy");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(host.Folder))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }
}

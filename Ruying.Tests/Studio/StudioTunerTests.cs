using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Studio;
using Ruying.Tests.EndToEnd;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Studio;

[Collection(HostAvatarTests.Name)]
public sealed class StudioTunerTests(HostAvatar host) : IDisposable
{
    private static readonly StudioOptions Short = new() { Steps = 40 };
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TuneAsync_OfTheSample_KeepsOnlyWhatHeldOutFramesConfirm()
    {
        var folder = CopyOfAvatar();
        var done = new List<double>();

        var tuning = await host.Pipeline.Studio.TuneAsync(folder, _folder.File("work"), Short, done.Add);

        done.ShouldBeInOrder();
        done[^1].ShouldBe(1);
        tuning.After.ShouldNotBeNull().Beats(tuning.Before.ShouldNotBeNull()).ShouldBe(tuning.Outcome == StudioOutcome.Kept);
        using var avatar = AvatarPackage.Open(folder);
        await avatar.VerifyAsync();
        avatar.Manifest.Studio.ShouldBe(tuning);
        (avatar.ReadHarmoniser() is not null).ShouldBe(tuning.Outcome == StudioOutcome.Kept);
        Directory.EnumerateFileSystemEntries(_folder.File("work")).ShouldBeEmpty();
        Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order().ShouldBe([.. avatar.Manifest.Files.Keys.Append(AvatarPackage.ManifestName).Order()]);
    }

    [Fact]
    public async Task TuneAsync_StoppedWhileLearning_LeavesTheAvatarAsItWas_AndGoesOn()
    {
        var folder = CopyOfAvatar();
        var manifest = await File.ReadAllBytesAsync(Path.Combine(folder, AvatarPackage.ManifestName));
        using var stop = new CancellationTokenSource();
        void StopSoon(double done)
        {
            if (done > 0.12)
            {
                stop.Cancel();
            }
        }

        await Should.ThrowAsync<OperationCanceledException>(() => host.Pipeline.Studio.TuneAsync(folder, _folder.File("work"), Short, StopSoon, stop.Token));

        (await File.ReadAllBytesAsync(Path.Combine(folder, AvatarPackage.ManifestName))).ShouldBe(manifest);
        AvatarPackage.Open(folder).Dispose();
        var first = double.NaN;
        await host.Pipeline.Studio.TuneAsync(folder, _folder.File("work"), Short, done => first = double.IsNaN(first) ? done : first);

        // The examples were there already: the first thing heard is learning.
        first.ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public async Task TuneAsync_Twice_ReplacesTheFirst()
    {
        var folder = CopyOfAvatar();
        await host.Pipeline.Studio.TuneAsync(folder, _folder.File("work"), Short with { Steps = 4 });
        await host.Pipeline.Studio.TuneAsync(folder, _folder.File("work"), Short with { Steps = 8 });

        using var avatar = AvatarPackage.Open(folder);
        Directory.EnumerateFiles(folder, "harmoniser-*").Count().ShouldBe(avatar.Manifest.Studio?.Harmoniser is null ? 0 : 1);
    }

    [Theory]
    [InlineData(30.1, 27.0, 0.96, true)]
    [InlineData(29.9, 27.5, 1.0, false)]
    [InlineData(30.5, 26.9, 1.0, false)]
    [InlineData(31.0, 28.0, 0.80, false)]
    public void Beats_BetterPictureAtEqualSharpness_Only(double mask, double lips, double sharpness, bool better) =>
        new MouthQuality(mask, lips, sharpness).Beats(new MouthQuality(30, 27, 0.98)).ShouldBe(better);

    private string CopyOfAvatar()
    {
        var folder = Directory.CreateDirectory(_folder.File("avatar")).FullName;
        foreach (var file in Directory.EnumerateFiles(host.Folder))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }
}

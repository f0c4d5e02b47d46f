using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Avatars;

public sealed class ConsentClipTests(TestModels models) : IClassFixture<TestModels>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("media/grid/s2/bbaf1n.mpg", "media/grid/s2/bbaf3p.mpg")]
    [InlineData("media/talking/man-512-7s.mp4", "media/talking/man-512-7s.mp4")]
    public async Task Compare_SamePerson_IsWithinTheLimit(string footage, string clip)
    {
        var match = await CompareAsync(footage, clip);
        match.Distance.ShouldBeInRange(0, match.Limit);
    }

    [SkippableTheory]
    [InlineData("media/grid/s2/bbaf1n.mpg", "media/talking/man-512-7s.mp4", "consent.other_person")]
    [InlineData("media/talking/man-512-7s.mp4", "media/grid/s2/bbaf1n.mpg", "consent.other_person")]
    [InlineData("media/grid/s2/bbaf1n.mpg", "media/hard/no-face-at-all.mp4", "consent.no_face")]
    [InlineData("media/grid/s2/bbaf1n.mpg", "media/hard/speaker-cut-at-4s.mp4", "consent.several_people")]
    [InlineData("media/grid/s2/bbaf1n.mpg", "media/hard/text-posing-as-video.mp4", "file.not_a_video")]
    public async Task Compare_AnotherPersonOrNone_IsRefused(string footage, string clip, string code) =>
        (await Should.ThrowAsync<FootageException>(() => CompareAsync(footage, clip))).Code.ShouldBe(code);

    private async Task<ConsentMatch> CompareAsync(string footage, string clip)
    {
        var work = _folder.File("work");
        Directory.CreateDirectory(work);
        var normalised = await Intake.NormaliseAsync(SharedMedia.Require(footage), work);
        using var tracked = await TrackedFootage.FromAsync(models.Sessions, normalised, FaceChoice.Largest, work, _ => { }, CancellationToken.None);
        return await ConsentClip.CompareAsync(models.Sessions, SharedMedia.Require(clip), tracked, work, _ => { }, CancellationToken.None);
    }
}

using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Faces;

public sealed class FaceTrackerTests(TestModels models) : IClassFixture<TestModels>, IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("ruying-test-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [SkippableFact]
    public async Task Track_OfATalkingPerson_FollowsEveryFrame()
    {
        var result = await TrackAsync("media/grid/s4-hd/" + Path.GetFileName(Directory.EnumerateFiles(SharedMedia.Require("media/grid/s4-hd")).First(f => !f.EndsWith(".align", StringComparison.Ordinal))));

        Enumerable.Range(0, result.Track.Frames).ShouldAllBe(i => result.Track.HasFace(i));
        var track = CanonicalTrack.From(result.Track);
        track.ToPicture[0].Scale.ShouldBeInRange(90, 150);
        var mouth = MouthGeometry.From(track);
        mouth.NeutralWidth.ShouldBeInRange(0.4, 0.7);

        // A sentence opens and closes the mouth: both ends of the range are seen.
        var apertures = mouth.Displacements.Select(d => MouthGeometry.Aperture(d)).ToArray();
        apertures.Min().ShouldBeLessThan(0.03);
        apertures.Max().ShouldBeInRange(0.15, 0.8);
    }

    [SkippableFact]
    public async Task Track_OfTwoFaces_SeesBoth()
    {
        var result = await TrackAsync("media/hard/two-faces.mp4");
        result.Surveys.ShouldAllBe(s => s.Faces.Count == 2);
    }

    [SkippableFact]
    public async Task Track_OfATinyFace_FindsItsSize()
    {
        var result = await TrackAsync("media/hard/tiny-face-1080p.mp4");
        var track = CanonicalTrack.From(result.Track);
        track.ToPicture[result.Track.Frames / 2].Scale.ShouldBeInRange(8, 25);
    }

    [SkippableFact]
    public async Task Track_WithoutAFace_FindsNone()
    {
        var result = await TrackAsync("media/hard/no-face-at-all.mp4");
        Enumerable.Range(0, result.Track.Frames).ShouldAllBe(i => !result.Track.HasFace(i));
    }

    [SkippableFact]
    public async Task Track_OfAFaceThatGoesAndComes_MissesThatPartOnly()
    {
        var result = await TrackAsync("media/hard/no-face-3s-to-5s.mp4");
        result.Track.HasFace(50).ShouldBeTrue();
        Enumerable.Range(80, 40).ShouldAllBe(i => !result.Track.HasFace(i));
        Enumerable.Range(135, 20).ShouldAllBe(i => result.Track.HasFace(i));
    }

    [SkippableFact]
    public async Task Track_OfACutToAnotherPerson_TellsTheFrame()
    {
        var result = await TrackAsync("media/hard/speaker-cut-at-4s.mp4");
        result.Cuts.ShouldBe([100]);
    }

    [SkippableFact]
    public async Task Track_WhenCancelled_Stops()
    {
        var footage = await Intake.NormaliseAsync(SharedMedia.Require("media/hard/two-faces.mp4"), _work);
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => new FaceTracker(models.Sessions).TrackAsync(
            VideoReader.ReadAsync(footage.VideoPath, cancellationToken: stop.Token), FaceChoice.Largest, done: _ => stop.Cancel(), cancellationToken: stop.Token));
    }

    private async Task<TrackResult> TrackAsync(string clip)
    {
        var footage = await Intake.NormaliseAsync(SharedMedia.Require(clip), _work);
        return await new FaceTracker(models.Sessions).TrackAsync(VideoReader.ReadAsync(footage.VideoPath), FaceChoice.Largest);
    }
}

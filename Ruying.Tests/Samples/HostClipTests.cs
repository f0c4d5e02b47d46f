using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Samples;

public sealed class HostClipTests(TestModels models) : IClassFixture<TestModels>
{
    [Fact]
    public async Task HostClip_Tracked_StartsSilentThenSpeaks()
    {
        // The silent start and the first sentence.
        var frames = VideoReader.ReadAsync(HostClip.Path, new VideoRange(0, 100));
        var result = await new FaceTracker(models.Sessions).TrackAsync(frames, FaceChoice.Largest);

        result.Track.Frames.ShouldBe(100);
        result.Cuts.ShouldBeEmpty();
        Enumerable.Range(0, 100).ShouldAllBe(i => result.Track.HasFace(i));
        var gaps = Enumerable.Range(0, 100).Select(i => Gap(result.Track.Points(i))).ToArray();
        gaps[..40].Max().ShouldBeLessThan(0.03);
        gaps[50..].Max().ShouldBeInRange(0.12, 0.35);
        gaps[50..].Min().ShouldBeLessThan(0.03);
    }

    private static double Gap(ReadOnlySpan<float> points)
    {
        var lips = points.Slice(FaceTrack.Lips * 2, FacePoints.LipCount * 2);
        return MouthGeometry.Aperture(lips) / MouthGeometry.Width(lips);
    }
}

using Ruying.Pipeline.Avatars.Assessment;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Avatars.Assessment;

public sealed class FrameMeasuresTests(AssessedClips clips) : IClassFixture<AssessedClips>
{
    private const string Footage = "media/hard/two-faces.mp4";

    [SkippableFact]
    public async Task Save_ThenLoad_GivesTheSameMeasures()
    {
        var measures = (await clips.TrackAsync(Footage)).Measures;
        using var stream = new MemoryStream();

        measures.Save(stream);
        stream.Position = 0;
        using var loaded = FrameMeasures.Load(stream);

        loaded.Frames.ShouldBe(measures.Frames);
        loaded.Thumbnails.Select(t => (t.Frame, t.Jpeg.Length)).ShouldBe(measures.Thumbnails.Select(t => (t.Frame, t.Jpeg.Length)));
        loaded.Patch(10).ToArray().ShouldBe(measures.Patch(10).ToArray());
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(500)]
    public async Task Load_CutShort_IsRefused(int length)
    {
        using var stream = new MemoryStream();
        (await clips.TrackAsync(Footage)).Measures.Save(stream);
        stream.SetLength(length);
        stream.Position = 0;

        Should.Throw<InvalidDataException>(() => FrameMeasures.Load(stream));
    }

    [SkippableFact]
    public async Task Observe_WholeClip_KeepsFewSmallPictures()
    {
        var measures = (await clips.TrackAsync(Footage)).Measures;

        measures.Frames.Count.ShouldBe(75);
        measures.Thumbnails.Count.ShouldBeInRange(3, 64);
        measures.Thumbnails.ShouldAllBe(t => t.Width <= 320 && t.Jpeg.Length < 100_000);
        measures.Frames.ShouldAllBe(f => f.HasFace && Math.Abs(f.Yaw) < 15 && f.Light > 100);
    }
}

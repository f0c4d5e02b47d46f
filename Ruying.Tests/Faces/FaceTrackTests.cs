using Ruying.Pipeline.Faces;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Faces;

public sealed class FaceTrackTests
{
    [Fact]
    public void Load_OfASavedTrack_GivesTheSame()
    {
        var track = Track(30);
        using var stream = new MemoryStream();
        track.Save(stream);
        stream.Position = 0;

        var loaded = FaceTrack.Load(stream);

        loaded.Frames.ShouldBe(30);
        loaded.HasFace(4).ShouldBeFalse();
        loaded.HasFace(5).ShouldBeTrue();
        loaded.Points(17).SequenceEqual(track.Points(17)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(5)]
    [InlineData(400)]
    public void Load_OfAFileCutShort_IsRefused(int length)
    {
        using var stream = new MemoryStream();
        Track(3).Save(stream);
        stream.SetLength(length);
        stream.Position = 0;
        Should.Throw<InvalidDataException>(() => FaceTrack.Load(stream));
    }

    [Fact]
    public void Slice_OfATrack_HoldsThoseFrames()
    {
        var track = Track(30);
        var part = track.Slice(10, 5);
        part.Frames.ShouldBe(5);
        part.Points(2).SequenceEqual(track.Points(12)).ShouldBeTrue();
    }

    [Fact]
    public void From_ATrackWithoutAFace_SaysSo()
    {
        var track = new FaceTrack();
        track.AddMissing();
        Should.Throw<Pipeline.FootageException>(() => CanonicalTrack.From(track)).Code.ShouldBe("face.none");
    }

    private static FaceTrack Track(int frames)
    {
        var random = new Random(1);
        var track = new FaceTrack();
        for (var i = 0; i < frames; i++)
        {
            if (i % 5 == 4)
            {
                track.AddMissing();
            }
            else
            {
                track.Add(new FaceLandmarks(0.9f, [.. Enumerable.Range(0, 936).Select(_ => random.NextSingle() * 100)], [.. Enumerable.Range(0, 80).Select(_ => random.NextSingle() * 100)]));
            }
        }

        return track;
    }
}

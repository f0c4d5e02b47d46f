using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Rendering;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Rendering;

public sealed class MouthMemoryTests : IDisposable
{
    private const int Side = 128;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_OfAWrittenMemory_GivesShapesAndPictures()
    {
        using var memory = Write(12);
        memory.Side.ShouldBe(Side);
        memory.Samples.Count.ShouldBe(12);
        memory.Samples[7].Frame.ShouldBe(14);
        memory.Samples[7].Shape.ShouldBe(Shape(7));
        using var picture = memory.Picture(7);
        using var expected = Picture(7);
        (Cv2.Norm(picture, expected, NormTypes.L1) / (Side * Side * 3)).ShouldBeLessThan(1.5);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(900)]
    [InlineData(-20)]
    public void Open_OfAFileCutShort_IsRefused(int length)
    {
        Write(3).Dispose();
        var path = _folder.File("mouths.bin");
        using (var stream = new FileStream(path, FileMode.Open))
        {
            stream.SetLength(length > 0 ? length : stream.Length + length);
        }

        Should.Throw<InvalidDataException>(() => MouthMemory.Open(path));
    }

    [Fact]
    public void Choose_AskedForRememberedShapes_FindsThem()
    {
        using var memory = Write(30);
        var wanted = new[] { 4, 5, 6, 7, 20, 21, 22 };
        var path = MouthRetrieval.Choose(memory, [.. wanted.Select(Shape)], [.. wanted.Select(_ => memory.Samples[0].Surroundings)]);
        path.Select(p => p.Detail).ShouldBe(wanted);
    }

    [Fact]
    public void Choose_ForOverAMinute_GoesOnAcrossItsWindows()
    {
        using var memory = Write(30);
        int[] wanted = [.. Enumerable.Range(0, 2900).Select(t => t % 30)];
        var path = MouthRetrieval.Choose(memory, [.. wanted.Select(Shape)], [.. wanted.Select(_ => memory.Samples[0].Surroundings)]);
        path.Select(p => p.Detail).ShouldBe(wanted);
    }

    [Fact]
    public void Choose_WithForbiddenNeighbours_TakesOthers()
    {
        using var memory = Write(30);
        var path = MouthRetrieval.Choose(memory, [Shape(9)], [memory.Samples[0].Surroundings], (_, frame) => Math.Abs(frame - 18) <= 4);
        path[0].Tone.Append(path[0].Detail).ShouldAllBe(s => Math.Abs(memory.Samples[s].Frame - 18) > 4);
    }

    private static float[] Shape(int i) =>
        [.. Enumerable.Range(0, CanonicalTrack.ShapePoints * 2).Select(k => (float)(Math.Sin(k) + (0.02 * i * Math.Cos(k * 0.7))))];

    private static Mat Picture(int i)
    {
        var picture = new Mat(Side, Side, MatType.CV_8UC3, new Scalar(200, 120 + i, 90));
        Cv2.Circle(picture, new Point(64, 70), 10 + i, new Scalar(60, 20, 30), -1, LineTypes.AntiAlias);
        return picture;
    }

    private MouthMemory Write(int count)
    {
        var path = _folder.File("mouths.bin");
        using (var writer = new MouthMemory.Writer(path, Side))
        {
            for (var i = 0; i < count; i++)
            {
                using var picture = Picture(i);
                writer.Add(2 * i, picture, Shape(i), new byte[MouthSample.SurroundingsLength]);
            }

            writer.Complete();
        }

        return MouthMemory.Open(path);
    }
}

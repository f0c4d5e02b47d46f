using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Rendering;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Rendering;

public sealed class ToneBlendTests : IDisposable
{
    private const int Side = 128;
    private static readonly float[] NoWay = new float[ThinPlateSpline.Grid * ThinPlateSpline.Grid * 2];
    private static readonly float[] Closed = new float[CanonicalTrack.ShapePoints * 2];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Apply_OthersInOtherLight_TakesTheMeanOfAllAndKeepsDetail()
    {
        using var memory = Memory(100, 120, 140);
        using var blend = new ToneBlend(memory);
        using var mouth = Checks(100);
        using var before = mouth.Clone();

        blend.Apply(mouth, [1, 2], [NoWay, NoWay], Closed);

        using var difference = new Mat();
        Cv2.Subtract(mouth, before, difference);
        Cv2.MeanStdDev(difference, out var mean, out var deviation);
        mean.Val0.ShouldBe(20, 1);
        deviation.Val0.ShouldBeLessThan(1.5);
    }

    [Fact]
    public void Apply_OpenMouth_LeavesMostOfWhatIsBetweenTheLips()
    {
        using var memory = Memory(100, 140);
        using var blend = new ToneBlend(memory);
        using var mouth = Checks(100);
        var open = Closed.ToArray();
        foreach (var (k, i) in FacePoints.InnerContour.Select((k, i) => (k, i)))
        {
            var angle = 2 * Math.PI * i / FacePoints.InnerContour.Count;
            (open[k * 2], open[(k * 2) + 1]) = ((float)(64 + (30 * Math.Cos(angle))), (float)(64 + (20 * Math.Sin(angle))));
        }

        blend.Apply(mouth, [1], [NoWay], open);

        Mean(mouth, new Rect(56, 56, 16, 16)).ShouldBe(106, 1.5);
        Mean(mouth, new Rect(4, 4, 16, 16)).ShouldBe(120, 1.5);

        static double Mean(Mat picture, Rect part)
        {
            using var cut = new Mat(picture, part);
            return Cv2.Mean(cut).Val0;
        }
    }

    [Fact]
    public void Apply_NoOthers_ChangesNothing()
    {
        using var memory = Memory(100);
        using var blend = new ToneBlend(memory);
        using var mouth = Checks(100);
        using var before = mouth.Clone();

        blend.Apply(mouth, [], [], Closed);

        Cv2.Norm(mouth, before, NormTypes.INF).ShouldBe(0);
    }

    [Fact]
    public void Choose_AnyFrame_NamesOthersOnceAndNeverTheDetailItself()
    {
        using var memory = Memory([.. Enumerable.Range(0, 30).Select(i => 80 + i)]);
        var wanted = memory.Samples[9];

        var chosen = MouthRetrieval.Choose(memory, [wanted.Shape], [wanted.Surroundings])[0];

        chosen.Tone.Length.ShouldBe(7);
        chosen.Tone.ShouldBeUnique();
        chosen.Tone.ShouldNotContain(chosen.Detail);
    }

    /// <summary>A chessboard finer than the tone's grid, about a level.</summary>
    private static Mat Checks(int level)
    {
        var values = new Vec3f[Side * Side];
        for (var i = 0; i < values.Length; i++)
        {
            var v = level + (((i % Side) + (i / Side)) % 2 == 0 ? 15 : -15);
            values[i] = new Vec3f(v, v, v);
        }

        var picture = new Mat(Side, Side, MatType.CV_32FC3);
        picture.SetArray(values);
        return picture;
    }

    private MouthMemory Memory(params int[] levels)
    {
        var path = _folder.File("mouths.bin");
        using (var writer = new MouthMemory.Writer(path, Side))
        {
            for (var i = 0; i < levels.Length; i++)
            {
                using var picture = Checks(levels[i]);
                using var bytes = new Mat();
                picture.ConvertTo(bytes, MatType.CV_8UC3);
                writer.Add(i, bytes, [.. Enumerable.Range(0, CanonicalTrack.ShapePoints * 2).Select(k => (k / 100f) + (i * 0.01f))], new byte[MouthSample.SurroundingsLength]);
            }

            writer.Complete();
        }

        return MouthMemory.Open(path);
    }
}

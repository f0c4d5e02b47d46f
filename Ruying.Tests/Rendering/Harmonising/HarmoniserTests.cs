using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Learning;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Rendering.Harmonising;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Rendering.Harmonising;

public sealed class HarmoniserTests
{
    private static readonly CropFrame Crop = new(192, -0.85, 0.1);
    private static readonly MouthMask Mask = new(96, 110, 70, 60);

    [Fact]
    public void Write_OtherPixelsInsideTheMask_SeesNoDifference()
    {
        using var view = new HarmoniserView(Crop, Mask);
        using var frame = Noise(1);
        using var other = frame.Clone();
        using (var soft = Mask.Soft(Crop.Side))
        using (var inside = new Mat())
        using (var noise = Noise(2))
        {
            Cv2.Compare(soft, new Scalar(0), inside, CmpTypes.GT);
            noise.CopyTo(other, inside);
        }

        using var warped = Noise(3);
        var a = new byte[HarmoniserView.Bytes];
        var b = new byte[HarmoniserView.Bytes];
        view.Write(frame, warped, Shape(0), Shape(0.05f), a);
        view.Write(other, warped, Shape(0), Shape(0.05f), b);

        b.ShouldBe(a);
        Cv2.Norm(frame, other, NormTypes.L1).ShouldBeGreaterThan(1e5);
    }

    [Fact]
    public void Write_OpenerMouth_FillsMoreOfTheInnerLips()
    {
        using var view = new HarmoniserView(Crop, Mask);
        using var picture = Noise(1);
        var closed = new byte[HarmoniserView.Bytes];
        var open = new byte[HarmoniserView.Bytes];
        view.Write(picture, picture, Shape(0), Shape(0.02f), closed);
        view.Write(picture, picture, Shape(0), Shape(0.2f), open);

        Sum(open, 8).ShouldBeGreaterThan(2 * Sum(closed, 8));
        Sum(open, 11).ShouldBe(Sum(closed, 11));
    }

    [Fact]
    public void Apply_UntrainedNetwork_ChangesNothing()
    {
        using var session = Network(_ => { });
        using var harmoniser = new Harmoniser(session, Crop, Mask);
        using var frame = Noise(1);
        using var warped = Floats(2);
        using var before = warped.Clone();

        harmoniser.Apply(warped, frame, Shape(0), Shape(0.1f));

        Cv2.Norm(warped, before, NormTypes.INF).ShouldBeLessThan(1e-3);
    }

    [Fact]
    public void Apply_NetworkThatDarkens_KeepsFineDetail()
    {
        // The last bias alone: every pixel 0.1 darker.
        using var session = Network(p => Array.Fill(p.All.Single(w => w.Name == "head.b.bias").Values, -0.1f));
        using var harmoniser = new Harmoniser(session, Crop, Mask);
        using var frame = Noise(1);
        using var warped = Floats(2);
        using var before = warped.Clone();

        harmoniser.Apply(warped, frame, Shape(0), Shape(0.1f));

        using var difference = new Mat();
        Cv2.Subtract(before, warped, difference);
        Cv2.MeanStdDev(difference, out var mean, out var deviation);
        mean.Val0.ShouldBe(25.5, 0.5);
        deviation.Val0.ShouldBeLessThan(0.5);
    }

    private static InferenceSession Network(Action<ParameterSet> change)
    {
        var parameters = new ParameterSet();
        _ = HarmoniserNet.ForLearning(parameters, 1, HarmoniserView.Side, 1);
        change(parameters);
        return new InferenceSession(HarmoniserNet.ForUse(parameters));
    }

    private static int Sum(byte[] view, int plane) => view.Skip(plane * 64 * 64).Take(64 * 64).Sum(b => b);

    private static Mat Noise(int seed)
    {
        var values = new Vec3b[Crop.Side * Crop.Side];
        new Random(seed).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        var picture = new Mat(Crop.Side, Crop.Side, MatType.CV_8UC3);
        picture.SetArray(values);
        return picture;
    }

    private static Mat Floats(int seed)
    {
        using var bytes = Noise(seed);
        var picture = new Mat();
        bytes.ConvertTo(picture, MatType.CV_32FC3);
        return picture;
    }

    /// <summary>A mouth 0.5 wide, open by a gap, over a jaw line.</summary>
    private static float[] Shape(float gap)
    {
        var shape = new float[CanonicalTrack.ShapePoints * 2];
        for (var k = 0; k < 11; k++)
        {
            Set(k, k / 10f, 0.05f + (gap / 2));
            Set(20 + k, k / 10f, gap / 2);
        }

        for (var k = 0; k < 9; k++)
        {
            Set(11 + k, (k + 1) / 10f, -0.05f - (gap / 2));
            Set(31 + k, (k + 1) / 10f, -gap / 2);
        }

        for (var k = 0; k < 13; k++)
        {
            var across = (k - 6) / 6f;
            shape[(FacePoints.LipCount + k) * 2] = 0.6f * across;
            shape[((FacePoints.LipCount + k) * 2) + 1] = 1.4f - (0.5f * across * across);
        }

        return shape;

        void Set(int point, float along, float y)
        {
            shape[point * 2] = (along - 0.5f) / 2;
            shape[(point * 2) + 1] = 1 + (y * 4 * along * (1 - along));
        }
    }
}

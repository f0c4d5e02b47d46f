using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Rendering.Generators;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Rendering.Generators;

public sealed class FaceGeneratorTests
{
    // RGB of the test face's corner.
    private static readonly Scalar Colour = new(200, 100, 50);

    [Theory]
    [InlineData("96", "n")]
    [InlineData("256", "n")]
    [InlineData("288", "1")]
    [InlineData("384", "4")]
    [InlineData("side", "n")]
    public void Run_OfTheReference_GivesTheFacesBack(string side, string batch)
    {
        using var session = new InferenceSession(TestGenerator.Reference(side, batch));
        var settings = new GeneratorSettings();
        var signature = GeneratorSignature.Find(session, settings);
        signature.Side.ShouldBe(side == "side" ? 96 : int.Parse(side, CultureInfo.InvariantCulture));
        using var generator = new FaceGenerator(session, signature, settings);
        generator.Batch.ShouldBe(batch == "n" ? 8 : int.Parse(batch, CultureInfo.InvariantCulture));
        var count = Math.Max(1, generator.Batch - 1);
        for (var i = 0; i < count; i++)
        {
            using var face = Face(signature.Side, i);
            generator.SetFace(i, face);
        }

        generator.Run(count, CancellationToken.None);

        for (var i = 0; i < count; i++)
        {
            using var face = Face(signature.Side, i);
            using var made = new Mat();
            generator.GetFace(i, made);
            using var rounded = new Mat();
            made.ConvertTo(rounded, MatType.CV_8UC3);
            Cv2.Norm(rounded, face, NormTypes.INF).ShouldBe(0);
        }
    }

    [Fact]
    public void Run_OfTheMaskedFace_IsBlackInTheLowerHalf()
    {
        using var made = Run(TestGenerator.Masked(), new GeneratorSettings());
        Scalar Mean(int top, int bottom)
        {
            using var part = made.RowRange(top, bottom);
            return Cv2.Mean(part);
        }

        Mean(48, 96).ShouldBe(new Scalar(0, 0, 0));
        Mean(0, 48).Val0.ShouldBe(200, 0.01);
        made.At<Vec3f>(47, 50).Item0.ShouldBe(200, 0.01f);
    }

    [Fact]
    public void Run_OfABoxMask_IsBlackInTheBoxOnly()
    {
        using var made = Run(TestGenerator.Masked(), new GeneratorSettings { MaskBox = [0.25, 0.5, 0.75, 0.9] });
        made.At<Vec3f>(50, 23).Item0.ShouldBe(200, 0.01f);
        made.At<Vec3f>(50, 24).Item0.ShouldBe(0);
        made.At<Vec3f>(85, 71).Item0.ShouldBe(0);
        made.At<Vec3f>(87, 50).Item0.ShouldBe(200, 0.01f);
    }

    [Theory]
    [InlineData(0, ColourOrder.Bgr, 50)]
    [InlineData(2, ColourOrder.Bgr, 200)]
    [InlineData(3, ColourOrder.Bgr, 50)]
    [InlineData(4, ColourOrder.Bgr, 100)]
    [InlineData(5, ColourOrder.Bgr, 200)]
    [InlineData(3, ColourOrder.Rgb, 200)]
    [InlineData(5, ColourOrder.Rgb, 50)]
    public void SetFace_AnyOrder_PutsEachColourInItsChannel(int channel, ColourOrder order, float expected)
    {
        using var made = Run(TestGenerator.Channel(channel), new GeneratorSettings { Colours = order });
        made.At<Vec3f>(10, 90).Item0.ShouldBe(expected, 0.01f);
        made.At<Vec3f>(10, 90).Item2.ShouldBe(expected, 0.01f);
    }

    [Fact]
    public void Run_OfASymmetricRange_MapsInAndOut()
    {
        var settings = new GeneratorSettings { Range = PictureRange.Symmetric };
        using var reference = Run(TestGenerator.Reference(), settings);
        reference.At<Vec3f>(10, 90).Item0.ShouldBe(200, 0.01f);
        using var masked = Run(TestGenerator.Masked(), settings);
        masked.At<Vec3f>(80, 50).Item1.ShouldBe(0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 15)]
    [InlineData(79, 2)]
    public void Mel_OfEachFace_ReachesItsPlace(int band, int column)
    {
        using var session = new InferenceSession(TestGenerator.HeardAt(band, column));
        var settings = new GeneratorSettings();
        using var generator = new FaceGenerator(session, GeneratorSignature.Find(session, settings), settings);
        using var face = Face(96, 0);
        for (var i = 0; i < 3; i++)
        {
            generator.SetFace(i, face);
            for (var k = 0; k < 80 * 16; k++)
            {
                // Each number says which it is.
                generator.Mel(i)[k] = (k / 160f) + (i * 0.01f) - 4;
            }
        }

        generator.Run(3, CancellationToken.None);

        for (var i = 0; i < 3; i++)
        {
            using var made = new Mat();
            generator.GetFace(i, made);
            var heard = (((band * 16) + column) / 160f) + (i * 0.01f) - 4;
            made.At<Vec3f>(50, 50).Item1.ShouldBe(Math.Clamp((heard + 4) / 8 * 255, 0, 255), 0.02f);
        }
    }

    [Fact]
    public void Run_WhenCancelled_Stops()
    {
        using var session = new InferenceSession(TestGenerator.Reference());
        var settings = new GeneratorSettings();
        using var generator = new FaceGenerator(session, GeneratorSignature.Find(session, settings), settings);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => generator.Run(1, stop.Token));
    }

    private static Mat Run(byte[] network, GeneratorSettings settings)
    {
        using var session = new InferenceSession(network);
        using var generator = new FaceGenerator(session, GeneratorSignature.Find(session, settings), settings);
        using var face = Face(generator.Side, 0);
        generator.SetFace(0, face);
        generator.Run(1, CancellationToken.None);
        var made = new Mat();
        generator.GetFace(0, made);
        return made;
    }

    private static Mat Face(int side, int index)
    {
        var face = new Mat(side, side, MatType.CV_8UC3, Colour);
        Cv2.Circle(face, new Point(20, 60), 10 + index, new Scalar(index, 255, 30), -1);
        return face;
    }
}

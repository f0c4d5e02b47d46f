using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline;
using Ruying.Pipeline.Motion;
using Ruying.Training.Motion;
using Ruying.Training.Torch;
using Shouldly;
using TorchSharp;
using Xunit;

namespace Ruying.Tests.Training;

public sealed class MotionNetTests
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void ToOnnx_AnyInput_SaysWhatTorchSays(bool sound)
    {
        PrepareOrSkip();
        var input = sound ? MotionInput.Sound : MotionInput.Phonemes;
        var (rows, columns) = (20 * MotionNet.RowsPerFrame(input), MotionNet.Columns(input));
        using var net = new MotionNet(input, 16, sound ? [.. Enumerable.Range(0, columns).Select(i => 0.5f + (i % 3))] : null);
        net.eval();
        using var features = torch.randn(1, rows, columns);
        using var expected = net.forward(features).detach().contiguous();
        var basis = Enumerable.Range(0, MouthMotion.Components * MouthMotion.Values).Select(i => MathF.Sin(i)).ToArray();

        using var session = new InferenceSession(net.ToOnnx(basis).ToBytes());
        using var value = OrtValue.CreateTensorValueFromMemory(features.data<float>().ToArray(), [rows, columns]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [session.InputNames[0]], [value], ["coefficients", "displacement"]);

        var coefficients = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        coefficients.Length.ShouldBe(20 * MouthMotion.Components);
        coefficients.Zip(expected.data<float>().ToArray()).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-4f);
        outputs[1].GetTensorDataAsSpan<float>().Length.ShouldBe(20 * MouthMotion.Values);
    }

    private static void PrepareOrSkip()
    {
        try
        {
            LibTorch.Prepare(threads: 1, seed: 1);
        }
        catch (EnvironmentException missing)
        {
            Skip.If(true, missing.Message);
        }
    }
}

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
        var columns = sound ? LogMel.Bands : PhonemeFeatures.Count;
        using var net = new MotionNet(sound ? MotionInput.Sound : MotionInput.Phonemes, 16);
        net.eval();
        using var features = torch.randn(1, 80, columns);
        using var expected = net.forward(features).detach().contiguous();
        var basis = Enumerable.Range(0, MouthMotion.Components * MouthMotion.Values).Select(i => MathF.Sin(i)).ToArray();

        using var session = new InferenceSession(net.ToOnnx(basis).ToBytes());
        using var input = OrtValue.CreateTensorValueFromMemory(features.data<float>().ToArray(), [80, columns]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [session.InputNames[0]], [input], ["coefficients", "displacement"]);

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

using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline.Onnx;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Onnx;

public sealed class OnnxGraphTests
{
    [Fact]
    public void ToBytes_ConvolutionAndReshape_RunAsWritten()
    {
        var graph = new OnnxGraph("test");
        var x = graph.Input("x", "rows", "2");
        x = graph.Node("Reshape", [graph.Node("Transpose", [x], ("perm", new long[] { 1, 0 })), graph.Constant(1L, 2, -1)]);
        x = graph.Node("Conv", [x, graph.Constant([1f, 2, 3, 4], 1, 2, 2)], ("strides", new long[] { 1 }));
        x = graph.Node("LeakyRelu", [x], ("alpha", 0.1f));
        graph.Output("y", x, "1", "1", "columns");

        using var session = new InferenceSession(graph.ToBytes());
        using var input = OrtValue.CreateTensorValueFromMemory(new float[] { 1, 10, 2, 20, -30, 3 }, [3, 2]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["x"], [input], ["y"]);

        // Channels 1 2 -30 and 10 20 3: 1*1 + 2*2 + 3*10 + 4*20, then 1*2 - 2*30 + 3*20 + 4*3.
        outputs[0].GetTensorDataAsSpan<float>().ToArray().ShouldBe([115, 14]);
    }

    [Fact]
    public void Constant_CountAndShapeDiffer_Throws() =>
        Should.Throw<ArgumentException>(() => new OnnxGraph("test").Constant([1f, 2, 3], 2, 2));
}

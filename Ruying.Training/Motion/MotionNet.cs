using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ruying.Training.Motion;

/// <summary>What a motion network is fed.</summary>
internal enum MotionInput
{
    /// <summary>Articulatory features, 100 rows a second.</summary>
    Phonemes,

    /// <summary>Log-mel columns, 100 a second.</summary>
    Sound,
}

/// <summary>
/// Sound or phonemes to mouth coefficients: (for sound, two strided convolutions over the bands,) two strided ones over time, four
/// dilated residual ones, all frames at once. <c>[batch, 4 T, features]</c> to <c>[batch, T, 8]</c>.
/// </summary>
internal sealed class MotionNet : Module<Tensor, Tensor>
{
    private const double Slope = 0.1;
    private const int FirstBands = 12, SecondBands = 16;
    private const float MelShift = 6, MelScale = 0.25f;
    private static readonly long[] Dilations = [1, 2, 3, 1];

    /// <summary>Held here: one made for the call can be collected while native code reads it.</summary>
    private readonly TorchSharp.Scalar _slope = Slope;

    private readonly Conv2d? _bands1;
    private readonly Conv2d? _bands2;
    private readonly Conv1d _time1;
    private readonly Conv1d _time2;
    private readonly Conv1d[] _residual;
    private readonly Conv1d _head;
    private readonly Dropout _dropout;

    public MotionNet(MotionInput input, int width)
        : base(nameof(MotionNet))
    {
        Input = input;
        long channels = PhonemeFeatures.Count;
        if (input == MotionInput.Sound)
        {
            _bands1 = Conv2d(1, FirstBands, (3, 3), stride: (2, 1), padding: (1, 1));
            _bands2 = Conv2d(FirstBands, SecondBands, (3, 3), stride: (2, 1), padding: (1, 1));
            register_module("bands1", _bands1);
            register_module("bands2", _bands2);
            channels = SecondBands * LogMel.Bands / 4;
        }

        _time1 = Conv1d(channels, width, 5, stride: 2, padding: 2L);
        _time2 = Conv1d(width, width, 5, stride: 2, padding: 2L);
        _residual = [.. Dilations.Select(d => Conv1d(width, width, 3, padding: d, dilation: d))];
        _head = Conv1d(width, MouthMotion.Components, 1L);
        _dropout = Dropout(input == MotionInput.Sound ? 0.15 : 0.3);
        register_module("time1", _time1);
        register_module("time2", _time2);
        for (var i = 0; i < _residual.Length; i++)
        {
            register_module($"residual{i}", _residual[i]);
        }

        register_module("head", _head);
        register_module("dropout", _dropout);
    }

    public MotionInput Input { get; }

    public override Tensor forward(Tensor features)
    {
        using var scope = NewDisposeScope();
        var x = features.transpose(1, 2);
        if (_bands1 is not null && _bands2 is not null)
        {
            x = ((x + MelShift) * MelScale).unsqueeze(1);
            x = _bands1.forward(x).leaky_relu(_slope);
            x = _bands2.forward(x).leaky_relu(_slope).flatten(1, 2);
        }

        x = _time1.forward(x).leaky_relu(_slope);
        x = _time2.forward(x).leaky_relu(_slope);
        foreach (var convolution in _residual)
        {
            x = x + _dropout.forward(convolution.forward(x).leaky_relu(_slope));
        }

        return _head.forward(x).transpose(1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>Takes features out of the first layer.</summary>
    /// <param name="features">True for each to take out.</param>
    public void Silence(bool[] features)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        _time1.weight!.mul_(tensor(features.Select(f => f ? 0f : 1f).ToArray()).view(1, -1, 1));
    }

    /// <summary>The network and its basis as an ONNX graph for one clip of any length.</summary>
    /// <param name="basis"><c>[8, 90]</c>.</param>
    public OnnxGraph ToOnnx(ReadOnlySpan<float> basis)
    {
        var sound = Input == MotionInput.Sound;
        var graph = new OnnxGraph($"{(sound ? "mouth-motion-audio" : "mouth-motion-phonemes")} {Fingerprint()}");
        var columns = sound ? LogMel.Bands : PhonemeFeatures.Count;
        var x = graph.Input(sound ? "mel" : "features", "rows", $"{columns}");
        x = graph.Node("Transpose", [x], ("perm", new long[] { 1, 0 }));
        if (_bands1 is not null && _bands2 is not null)
        {
            x = graph.Node("Mul", [graph.Node("Add", [x, graph.Constant([MelShift], 1)]), graph.Constant([MelScale], 1)]);
            x = graph.Node("Reshape", [x, graph.Constant(1L, 1, columns, -1)]);
            x = Convolve(graph, x, _bands1.weight, _bands1.bias!, ("strides", new long[] { 2, 1 }), ("pads", new long[] { 1, 1, 1, 1 }));
            x = Convolve(graph, x, _bands2.weight, _bands2.bias!, ("strides", new long[] { 2, 1 }), ("pads", new long[] { 1, 1, 1, 1 }));
            x = graph.Node("Reshape", [x, graph.Constant(1L, SecondBands * columns / 4, -1)]);
        }
        else
        {
            x = graph.Node("Unsqueeze", [x, graph.Constant(0L)]);
        }

        x = Convolve(graph, x, _time1.weight, _time1.bias!, ("strides", new long[] { 2 }), ("pads", new long[] { 2, 2 }));
        x = Convolve(graph, x, _time2.weight, _time2.bias!, ("strides", new long[] { 2 }), ("pads", new long[] { 2, 2 }));
        for (var i = 0; i < _residual.Length; i++)
        {
            var d = Dilations[i];
            var y = Convolve(graph, x, _residual[i].weight, _residual[i].bias!, ("dilations", new[] { d }), ("pads", new[] { d, d }));
            x = graph.Node("Add", [x, y]);
        }

        if (sound)
        {
            var hidden = graph.Node("Squeeze", [x, graph.Constant(0L)]);
            graph.Output("hidden", graph.Node("Transpose", [hidden], ("perm", new long[] { 1, 0 })), "frames", $"{_head.weight.shape[1]}");
        }

        x = graph.Node("Conv", [x, Weights(graph, _head.weight), Weights(graph, _head.bias!)]);
        x = graph.Node("Squeeze", [x, graph.Constant(0L)]);
        x = graph.Node("Transpose", [x], ("perm", new long[] { 1, 0 }));
        graph.Output("coefficients", x, "frames", $"{MouthMotion.Components}");
        x = graph.Node("MatMul", [x, graph.Constant(basis, MouthMotion.Components, MouthMotion.Values)]);
        graph.Output("displacement", x, "frames", $"{MouthMotion.Values}");
        return graph;
    }

    /// <summary>Twelve hex digits that tell one training from another.</summary>
    private string Fingerprint()
    {
        using var plain = _head.weight.detach().contiguous();
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(plain.data<float>().ToArray());
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..12];
    }

    private static string Convolve(OnnxGraph graph, string x, Tensor weight, Tensor bias, params (string, object)[] attributes)
    {
        var y = graph.Node("Conv", [x, Weights(graph, weight), Weights(graph, bias)], attributes);
        return graph.Node("LeakyRelu", [y], ("alpha", (float)Slope));
    }

    private static string Weights(OnnxGraph graph, Tensor tensor)
    {
        using var plain = tensor.detach().contiguous();
        return graph.Constant(plain.data<float>().ToArray(), tensor.shape);
    }
}

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

    /// <summary>What <see cref="SpeechEmbedding"/> hears, 25 rows a second.</summary>
    Sound,
}

/// <summary>
/// What is heard or phonemes to mouth coefficients: one mixing layer (sound) or two strided convolutions over time (phonemes), four
/// dilated residual ones, all frames at once. <c>[batch, rows a frame * T, features]</c> to <c>[batch, T, 8]</c>.
/// </summary>
internal sealed class MotionNet : Module<Tensor, Tensor>
{
    private const double Slope = 0.1;
    private static readonly long[] Dilations = [1, 2, 3, 1];

    /// <summary>Held here: one made for the call can be collected while native code reads it.</summary>
    private readonly TorchSharp.Scalar _slope = Slope;

    private readonly Conv1d[] _front;
    private readonly Conv1d[] _residual;
    private readonly Conv1d _head;
    private readonly Dropout _dropout;

    private readonly Dropout _drop;
    private readonly Tensor? _scale;

    /// <summary>A network with random weights.</summary>
    /// <param name="input">What it is fed.</param>
    /// <param name="width">Channels.</param>
    /// <param name="scale">One for each feature, which is multiplied by it; none where they come at one scale.</param>
    public MotionNet(MotionInput input, int width, float[]? scale = null)
        : base(nameof(MotionNet))
    {
        Input = input;
        _scale = scale is null ? null : tensor(scale).view(1, -1, 1).DetachFromDisposeScope();
        _front = input == MotionInput.Sound
            ? [Conv1d(SpeechEmbedding.Features, width, 1L)]
            : [Conv1d(PhonemeFeatures.Count, width, 5, stride: 2, padding: 2L), Conv1d(width, width, 5, stride: 2, padding: 2L)];
        _residual = [.. Dilations.Select(d => Conv1d(width, width, 3, padding: d, dilation: d))];
        _head = Conv1d(width, MouthMotion.Components, 1L);
        _dropout = Dropout(input == MotionInput.Sound ? 0.2 : 0.3);
        _drop = Dropout(input == MotionInput.Sound ? 0.2 : 0);
        for (var i = 0; i < _front.Length; i++)
        {
            register_module($"front{i}", _front[i]);
        }

        for (var i = 0; i < _residual.Length; i++)
        {
            register_module($"residual{i}", _residual[i]);
        }

        register_module("head", _head);
        register_module("dropout", _dropout);
        register_module("drop", _drop);
    }

    public MotionInput Input { get; }

    /// <summary>Numbers in a row of input.</summary>
    public static int Columns(MotionInput input) => input == MotionInput.Sound ? SpeechEmbedding.Features : PhonemeFeatures.Count;

    /// <summary>Rows of input for a picture frame.</summary>
    public static int RowsPerFrame(MotionInput input) => input == MotionInput.Sound ? 1 : PhonemeFeatures.RowsPerFrame;

    public override Tensor forward(Tensor features)
    {
        using var scope = NewDisposeScope();
        var x = features.transpose(1, 2);
        x = _drop.forward(_scale is null ? x : x * _scale);
        foreach (var convolution in _front)
        {
            x = convolution.forward(x).leaky_relu(_slope);
        }

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
        _front[0].weight!.mul_(tensor(features.Select(f => f ? 0f : 1f).ToArray()).view(1, -1, 1));
    }

    /// <summary>The network and its basis as an ONNX graph for one clip of any length.</summary>
    /// <param name="basis"><c>[8, 90]</c>.</param>
    public OnnxGraph ToOnnx(ReadOnlySpan<float> basis)
    {
        var sound = Input == MotionInput.Sound;
        var graph = new OnnxGraph($"{(sound ? "mouth-motion-audio" : "mouth-motion-phonemes")} {Fingerprint()}");
        var x = sound ? graph.Input("features", "frames", $"{SpeechEmbedding.Features}") : graph.Input("features", "rows", $"{PhonemeFeatures.Count}");
        x = graph.Node("Unsqueeze", [graph.Node("Transpose", [x], ("perm", new long[] { 1, 0 })), graph.Constant(0L)]);
        if (_scale is not null)
        {
            x = graph.Node("Mul", [x, Weights(graph, _scale)]);
        }

        foreach (var convolution in _front)
        {
            x = sound
                ? Convolve(graph, x, convolution.weight, convolution.bias!)
                : Convolve(graph, x, convolution.weight, convolution.bias!, ("strides", new long[] { 2 }), ("pads", new long[] { 2, 2 }));
        }

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

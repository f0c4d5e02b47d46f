using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Onnx;

namespace Ruying.Training.Motion;

/// <summary>
/// Google's speech embedding (tfhub.dev/google/speech_embedding, as converted for openWakeWord: <c>embedding_model.onnx</c>) over clips of
/// any length, up to its fifteenth convolution: there it still has 25 steps a second, one for each picture frame.
/// </summary>
internal static class SpeechEmbeddingGraph
{
    /// <summary>Convolutions of the whole network but its last.</summary>
    public const int Whole = 19;

    private const int Kept = 15;
    private const float Slope = 0.2f;

    /// <summary>Rebuilds the network.</summary>
    /// <param name="original">Bytes of <c>embedding_model.onnx</c>.</param>
    /// <param name="layers">Convolutions to keep, 1 to <see cref="Whole"/>; with all of them the last one follows too.</param>
    /// <returns>In <c>mel</c> [rows, 32], out <c>features</c> [steps, channels times bands].</returns>
    /// <exception cref="InvalidDataException">Another file.</exception>
    public static OnnxGraph Build(byte[] original, int layers = Kept)
    {
        var constants = OnnxGraph.ReadConstants(original).ToDictionary(c => c.Name);
        var graph = new OnnxGraph("speech-embedding");
        var x = graph.Input("mel", "rows", $"{LogMelSettings.Embedding.Bands}");
        x = graph.Node("Unsqueeze", [x, graph.Constant(0L, 1L)]);
        var least = graph.Constant(Weights(constants, "const_fold_opt__287").Values, 1);
        var channels = 0L;
        var bands = LogMelSettings.Embedding.Bands;
        for (var layer = 0; layer < layers; layer++)
        {
            var name = "model/conv2d" + (layer > 0 ? $"_{layer}" : "");
            var weights = Weights(constants, $"{name}/Conv2D_weights_fused_bn");
            channels = weights.Dimensions[0];
            x = graph.Node(
                "Conv", [x, graph.Constant(weights.Values, weights.Dimensions), graph.Constant(Weights(constants, $"{name}/Conv2D_bias_fused_bn").Values, channels)],
                ("pads", weights.Dimensions[3] == 3 ? new long[] { 0, 1, 0, 1 } : [0, 0, 0, 0]));
            x = graph.Node("Max", [graph.Node("LeakyRelu", [x], ("alpha", Slope)), least]);
            if (Pool(layer) is { } steps && layer + 1 < layers + (layers == Whole ? 1 : 0))
            {
                x = graph.Node("MaxPool", [x], ("kernel_shape", new[] { steps, 2 }), ("strides", new[] { steps, 2 }));
                bands /= 2;
            }
        }

        if (layers == Whole)
        {
            var last = Weights(constants, $"model/conv2d_{Whole}/Conv2D/ReadVariableOp:0");
            x = graph.Node("Conv", [x, graph.Constant(last.Values, last.Dimensions)]);
        }

        x = graph.Node("Transpose", [x], ("perm", new long[] { 0, 2, 1, 3 }));
        graph.Output("features", graph.Node("Reshape", [x, graph.Constant(-1, channels * bands)]), "steps", $"{channels * bands}");
        return graph;
    }

    /// <summary>Steps that a pooling after this layer takes together, always two bands; null where none follows.</summary>
    private static long? Pool(int layer) => layer switch
    {
        2 or 10 or 18 => 2,
        6 or 14 => 1,
        _ => null,
    };

    private static (long[] Dimensions, float[] Values) Weights(Dictionary<string, (string Name, long[] Dimensions, float[] Values)> constants, string name) =>
        constants.TryGetValue(name, out var found) ? (found.Dimensions, found.Values) : throw new InvalidDataException($"The file has no weights '{name}'.");
}

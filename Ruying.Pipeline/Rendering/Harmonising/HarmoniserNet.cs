using Ruying.Pipeline.Learning;
using Ruying.Pipeline.Onnx;

namespace Ruying.Pipeline.Rendering.Harmonising;

/// <summary>
/// The harmoniser's network: a small U-Net (Ronneberger et al. 2015) whose steps down and up are foldings of pixels into channels.
/// It gives the correction that is added to a warped mouth.
/// </summary>
public static class HarmoniserNet
{
    /// <summary>Channels of the input, see <see cref="HarmoniserView"/>.</summary>
    public const int InputChannels = HarmoniserView.Planes;

    private static readonly int[] Channels = [32, 48, 64, 80];

    /// <summary>Adds the network to a graph.</summary>
    /// <param name="network">The graph.</param>
    /// <param name="input"><c>[batch, 12, side, side]</c>, side a multiple of 16.</param>
    /// <returns><c>[batch, 3, side, side]</c>.</returns>
    public static Node Build(NetworkGraph network, Node input)
    {
        ArgumentNullException.ThrowIfNull(network);
        var x = input;
        var levels = new Stack<Node>();
        for (var level = 0; level < Channels.Length; level++)
        {
            x = network.Fold(x);
            x = network.Rectify(network.Convolve(x, $"down{level}.a", Channels[level]));
            x = network.Rectify(network.Convolve(x, $"down{level}.b", Channels[level]));
            levels.Push(x);
        }

        levels.Pop();
        for (var level = Channels.Length - 2; level >= 0; level--)
        {
            x = network.Unfold(network.Rectify(network.Convolve(x, $"up{level}.a", Channels[level] * 4)));
            x = network.Concatenate(x, levels.Pop());
            x = network.Rectify(network.Convolve(x, $"up{level}.b", Channels[level]));
        }

        x = network.Rectify(network.Convolve(x, "head.a", Channels[0]));
        return network.Unfold(network.Convolve(x, "head.b", 3 * 4, gain: 0));
    }

    /// <summary>The network for use: <c>input</c> to <c>correction</c>.</summary>
    public static byte[] ForUse(ParameterSet parameters)
    {
        var graph = new OnnxGraph("harmoniser");
        var network = new NetworkGraph(graph, parameters, learning: false, new Random(0));
        network.Output("correction", Build(network, network.Input("input", 1, InputChannels, 16, 16)));
        return graph.ToBytes();
    }

    /// <summary>The network for learning: <c>input</c>, <c>wanted</c> (the correction that would have been right) and <c>weight</c> to <c>loss</c> and gradients.</summary>
    /// <param name="parameters">Filled with first weights where empty.</param>
    /// <param name="batch">Pictures a step.</param>
    /// <param name="side">Pixels of a side.</param>
    /// <param name="seed">Seed of the first weights.</param>
    public static byte[] ForLearning(ParameterSet parameters, int batch, int side, int seed)
    {
        var graph = new OnnxGraph("harmoniser-learning");
        var network = new NetworkGraph(graph, parameters, learning: true, new Random(seed));
        var input = network.Input("input", batch, InputChannels, side, side);
        var wanted = network.Input("wanted", batch, 3, side, side);
        var weight = network.Input("weight", batch, 1, side, side);
        var correction = Build(network, input);
        network.Differentiate(
            network.Distance(correction, wanted, weight, 1),
            network.Distance(network.Edges(correction), network.Edges(wanted), weight, 1));
        return graph.ToBytes();
    }
}

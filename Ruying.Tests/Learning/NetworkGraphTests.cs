using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline.Learning;
using Ruying.Pipeline.Onnx;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Learning;

public sealed class NetworkGraphTests
{
    private const int Batch = 2, Side = 8;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Differentiate_EveryWeight_AgreesWithFiniteDifferences(bool steps)
    {
        var parameters = new ParameterSet();
        var graph = steps ? SteppingNetwork(parameters) : Network(parameters, learning: true);
        using var session = new InferenceSession(graph.ToBytes());
        var random = new Random(3);
        var inputs = steps ? Inputs(random, 3, 4) : Inputs(random);
        using var learner = new GradientSession(new InferenceSession(graph.ToBytes()), parameters);
        learner.Compute([inputs], CancellationToken.None);
        var gradients = learner.Gradients.Select(g => g.ToArray()).ToArray();

        for (var p = 0; p < parameters.All.Count; p++)
        {
            var values = parameters.All[p].Values;
            for (var probe = 0; probe < 3; probe++)
            {
                var i = random.Next(values.Length);
                const float step = 2e-3f;
                var kept = values[i];
                values[i] = kept + step;
                var above = learner.Compute([inputs], CancellationToken.None);
                values[i] = kept - step;
                var below = learner.Compute([inputs], CancellationToken.None);
                values[i] = kept;
                var measured = (above - below) / (2 * step);
                Math.Abs(gradients[p][i] - measured).ShouldBeLessThan(0.02 * Math.Abs(measured) + 3e-4, $"{parameters.All[p].Name}[{i}]");
            }
        }

        gradients.SelectMany(g => g).Count(g => Math.Abs(g) > 1e-5).ShouldBeGreaterThan(parameters.Count / 2);
    }

    [Fact]
    public void Compute_TwoShares_IsTheMeanOfBoth()
    {
        var parameters = new ParameterSet();
        using var learner = new GradientSession(new InferenceSession(Network(parameters, learning: true).ToBytes()), parameters);
        var (a, b) = (Inputs(new Random(1)), Inputs(new Random(2)));
        var lossA = learner.Compute([a], CancellationToken.None);
        var gradientA = learner.Gradients[0][5];
        var lossB = learner.Compute([b], CancellationToken.None);
        var gradientB = learner.Gradients[0][5];

        var loss = learner.Compute([a, b], CancellationToken.None);

        loss.ShouldBe((lossA + lossB) / 2, 1e-6);
        learner.Gradients[0][5].ShouldBe((gradientA + gradientB) / 2, 1e-6f);
    }

    [Fact]
    public void FromModel_NetworkForUse_HasTheLearntWeights()
    {
        var parameters = new ParameterSet();
        _ = Network(parameters, learning: true);

        var read = ParameterSet.FromModel(Network(parameters, learning: false).ToBytes());

        read.All.Select(p => p.Name).ShouldBe(parameters.All.Select(p => p.Name));
        read.All.Zip(parameters.All).ShouldAllBe(pair => pair.First.Values.SequenceEqual(pair.Second.Values) && pair.First.Shape.SequenceEqual(pair.Second.Shape));
    }

    [Fact]
    public void Get_OtherShape_IsRefused()
    {
        var parameters = new ParameterSet();
        parameters.Get("a.weight", [2, 3], () => new float[6]);

        Should.Throw<InvalidDataException>(() => parameters.Get("a.weight", [3, 2], () => new float[6]));
    }

    private static OnnxGraph Network(ParameterSet parameters, bool learning)
    {
        var graph = new OnnxGraph("test");
        var network = new NetworkGraph(graph, parameters, learning, new Random(1));
        var x = network.Input("x", Batch, 3, Side, Side);
        var a = network.Rectify(network.Convolve(x, "a", 4));
        var b = network.Rectify(network.Convolve(network.Fold(a), "b", 12));
        var c = network.Unfold(network.Convolve(b, "c", 8, new Kernel(1, 1)));
        var y = network.Convolve(network.Concatenate(c, network.Add(a, network.Convolve(a, "d", 4))), "e", 2);
        if (!learning)
        {
            network.Output("y", y);
            return graph;
        }

        var wanted = network.Input("wanted", Batch, 2, Side, Side);
        var weight = network.Input("weight", Batch, 1, Side, Side);
        network.Differentiate(network.Distance(y, wanted, weight, 1), network.Distance(network.Edges(y), network.Edges(wanted), weight, 0.5f));
        return graph;
    }

    /// <summary>Steps and gaps, on a side that the steps do not divide.</summary>
    private static OnnxGraph SteppingNetwork(ParameterSet parameters)
    {
        var graph = new OnnxGraph("test");
        var network = new NetworkGraph(graph, parameters, learning: true, new Random(1));
        var x = network.Convolve(network.Input("x", Batch, 3, Side, Side), "a", 3, new Kernel(3, 5, 1, 1, 2, 1));
        var y = network.Convolve(network.Rectify(x), "b", 2, new Kernel(5, 3, 3, 2, 1, 3));
        y.ShouldBe(y with { Height = 3, Width = 4 });
        network.Differentiate(network.Distance(y, network.Input("wanted", Batch, 2, 3, 4), network.Input("weight", Batch, 1, 3, 4), 1));
        return graph;
    }

    private static LearningInputValue[] Inputs(Random random, int rows = Side, int columns = Side) =>
    [
        new("x", Numbers(random, Batch * 3 * Side * Side), [Batch, 3, Side, Side]),
        new("wanted", Numbers(random, Batch * 2 * rows * columns), [Batch, 2, rows, columns]),
        new("weight", [.. Numbers(random, Batch * rows * columns).Select(Math.Abs)], [Batch, 1, rows, columns]),
    ];

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
}

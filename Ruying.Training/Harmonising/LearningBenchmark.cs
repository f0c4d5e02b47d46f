using System.Diagnostics;
using Ruying.Pipeline;
using Ruying.Pipeline.Learning;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Rendering.Harmonising;
using Ruying.Training.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ruying.Training.Harmonising;

/// <summary>The harmoniser's learning step on our graph in ONNX Runtime and on TorchSharp, in turns, on one thread each: which engine to learn with.</summary>
internal static class LearningBenchmark
{
    private const int Batch = 8, Side = HarmoniserView.Side, Rounds = 3, Steps = 6;

    /// <summary>Prints a line of JSON for each engine and round.</summary>
    public static void Run()
    {
        LibTorch.Prepare(threads: 1, seed: 1);
        var parameters = new ParameterSet();
        var model = HarmoniserNet.ForLearning(parameters, Batch, Side, seed: 1);
        using var sessions = new OnnxSessions(new PipelineOptions { Device = "cpu" });
        using var gradients = new GradientSession(sessions.Open(model, threads: 1), parameters);
        var optimizer = new Pipeline.Learning.AdamW(parameters);
        var random = new Random(1);
        LearningInputValue[] values =
        [
            new("input", Numbers(random, HarmoniserView.Planes), [Batch, HarmoniserView.Planes, Side, Side]),
            new("wanted", Numbers(random, 3), [Batch, 3, Side, Side]),
            new("weight", Numbers(random, 1), [Batch, 1, Side, Side]),
        ];
        using var net = new TorchHarmoniser();
        using var torchOptimizer = optim.AdamW(net.parameters(), 1e-3, weight_decay: 0.01);
        var ours = () => OurStep(gradients, optimizer, values);
        var theirs = () => TorchStep(net, torchOptimizer, values);
        ours();
        theirs();
        for (var round = 0; round < Rounds; round++)
        {
            Print("onnx", ours);
            Print("torch", theirs);
        }
    }

    private static void OurStep(GradientSession gradients, Pipeline.Learning.AdamW optimizer, LearningInputValue[] values)
    {
        gradients.Compute([values], CancellationToken.None);
        optimizer.Step(gradients.Gradients, 1e-3f);
    }

    private static void TorchStep(TorchHarmoniser net, OptimizerHelper optimizer, LearningInputValue[] values)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var (input, wanted, weight) = (tensor(values[0].Values, values[0].Shape), tensor(values[1].Values, values[1].Shape), tensor(values[2].Values, values[2].Shape));
        var made = net.forward(input);
        var loss = Distance(made, wanted, weight) + Distance(made.diff(dim: 3), wanted.diff(dim: 3), weight.narrow(3, 1, Side - 1)) + Distance(made.diff(dim: 2), wanted.diff(dim: 2), weight.narrow(2, 1, Side - 1));
        loss.backward();
        nn.utils.clip_grad_norm_(net.parameters(), 1);
        optimizer.step();
    }

    private static Tensor Distance(Tensor a, Tensor b, Tensor weight) => ((((a - b) * (a - b)) + 1e-4).sqrt() * weight).mean();

    private static float[] Numbers(Random random, int planes) => [.. Enumerable.Range(0, Batch * planes * Side * Side).Select(_ => random.NextSingle() - 0.5f)];

    private static void Print(string engine, Action step)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Steps; i++)
        {
            step();
        }

        Console.WriteLine(FormattableString.Invariant($$"""{"benchmark":"learning","engine":"{{engine}}","threads":1,"examples_per_second":{{Batch * Steps / watch.Elapsed.TotalSeconds:F1}}}"""));
    }

    /// <summary>The same layers as <see cref="HarmoniserNet"/>.</summary>
    private sealed class TorchHarmoniser : Module<Tensor, Tensor>
    {
        private static readonly long[] Channels = [32, 48, 64, 80];
        private readonly Dictionary<string, Conv2d> _layers = [];

        public TorchHarmoniser()
            : base(nameof(TorchHarmoniser))
        {
            long before = HarmoniserView.Planes;
            for (var level = 0; level < Channels.Length; level++)
            {
                Layer($"down{level}a", before * 4, Channels[level]);
                Layer($"down{level}b", Channels[level], Channels[level]);
                before = Channels[level];
            }

            for (var level = Channels.Length - 2; level >= 0; level--)
            {
                Layer($"up{level}a", before, Channels[level] * 4);
                Layer($"up{level}b", Channels[level] * 2, Channels[level]);
                before = Channels[level];
            }

            Layer("heada", Channels[0], Channels[0]);
            Layer("headb", Channels[0], 12);
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = input;
            var levels = new Stack<Tensor>();
            for (var level = 0; level < Channels.Length; level++)
            {
                x = Rectified($"down{level}b", Rectified($"down{level}a", functional.pixel_unshuffle(x, 2)));
                levels.Push(x);
            }

            levels.Pop();
            for (var level = Channels.Length - 2; level >= 0; level--)
            {
                x = cat([functional.pixel_shuffle(Rectified($"up{level}a", x), 2), levels.Pop()], 1);
                x = Rectified($"up{level}b", x);
            }

            return functional.pixel_shuffle(_layers["headb"].forward(Rectified("heada", x)), 2).MoveToOuterDisposeScope();
        }

        private void Layer(string name, long inputs, long outputs)
        {
            _layers[name] = Conv2d(inputs, outputs, 3, padding: 1L);
            register_module(name, _layers[name]);
        }

        private Tensor Rectified(string layer, Tensor x) => functional.leaky_relu(_layers[layer].forward(x), NetworkGraph.Slope);
    }
}

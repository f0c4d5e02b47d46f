using Ruying.Pipeline.Onnx;

namespace Ruying.Pipeline.Learning;

/// <summary>
/// Writes a convolutional network as ONNX, either for use (weights are constants, any number and size of pictures) or for learning
/// (weights are inputs, sizes are fixed, and gradients of a loss with respect to all weights are outputs). Everything is made of plain
/// inference operators, so that learning runs wherever ONNX Runtime does.
/// </summary>
/// <param name="graph">Where to write.</param>
/// <param name="parameters">The weights; those that are missing are made.</param>
/// <param name="learning">Whether gradients will be asked for.</param>
/// <param name="random">First weights.</param>
public sealed class NetworkGraph(OnnxGraph graph, ParameterSet parameters, bool learning, Random random)
{
    /// <summary>Slope of the leaky rectifier below 0.</summary>
    public const float Slope = 0.1f;

    private const float Kink = 0.01f;

    private readonly Dictionary<string, string> _weights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _gradients = new(StringComparer.Ordinal);
    private readonly Stack<Action> _backwards = new();

    /// <summary>Adds an input of pictures.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="batch">Pictures; ignored unless learning: in use any number may come.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="height">Rows; ignored unless learning.</param>
    /// <param name="width">Columns; ignored unless learning.</param>
    public Node Input(string name, int batch, int channels, int height, int width)
    {
        graph.Input(name, learning ? [$"{batch}", $"{channels}", $"{height}", $"{width}"] : ["batch", $"{channels}", "height", "width"]);
        return new Node(name, batch, channels, height, width, false);
    }

    /// <summary>A convolution with a bias (He et al. 2015 for the first weights).</summary>
    /// <param name="x">What to convolve.</param>
    /// <param name="name">Name of its weights.</param>
    /// <param name="channels">Channels of the result.</param>
    /// <param name="kernel">The kernel; null is 3x3.</param>
    /// <param name="gain">Factor on the first weights; 0 starts with a result of 0.</param>
    public Node Convolve(Node x, string name, int channels, Kernel? kernel = null, float gain = 1)
    {
        var k = kernel ?? Kernel.Three;
        var deviation = gain * Math.Sqrt(2.0 / (x.Channels * k.Rows * k.Columns));
        var weight = Weight($"{name}.weight", [channels, x.Channels, k.Rows, k.Columns], () => Normal(channels * x.Channels * k.Rows * k.Columns, deviation));
        var bias = Weight($"{name}.bias", [channels], () => new float[channels]);
        var y = new Node(graph.Node("Conv", [x.Name, weight, bias], k.Attributes), x.Batch, channels, k.HeightOf(x.Height), k.WidthOf(x.Width), learning);
        Backwards(y, gradient =>
        {
            AddGradient(bias, graph.Node("ReduceSum", [gradient, graph.Constant(0L, 2, 3)], ("keepdims", 0L)));
            AddGradient(weight, KernelGradient(x, y with { Name = gradient }, k));
            if (x.Learns)
            {
                AddGradient(x.Name, InputGradient(x, gradient, weight, k));
            }
        });
        return y;
    }

    /// <summary>The leaky rectifier.</summary>
    public Node Rectify(Node x)
    {
        var y = x with { Name = graph.Node("LeakyRelu", [x.Name], ("alpha", Slope)) };
        Backwards(y, gradient =>
        {
            // y has the sign of x: 1 above 0, the slope below.
            var sign = graph.Node("Sign", [y.Name]);
            var factor = graph.Node("Add", [graph.Node("Mul", [sign, Number((1 - Slope) / 2)]), Number((1 + Slope) / 2)]);
            AddGradient(x.Name, graph.Node("Mul", [gradient, factor]));
        });
        return y;
    }

    /// <summary>Half the height and width, four times the channels.</summary>
    public Node Fold(Node x)
    {
        var y = new Node(graph.Node("SpaceToDepth", [x.Name], ("blocksize", 2L)), x.Batch, x.Channels * 4, x.Height / 2, x.Width / 2, x.Learns);
        Backwards(y, gradient => AddGradient(x.Name, graph.Node("DepthToSpace", [gradient], ("blocksize", 2L))));
        return y;
    }

    /// <summary>Twice the height and width, a quarter of the channels (Shi et al. 2016).</summary>
    public Node Unfold(Node x)
    {
        var y = new Node(graph.Node("DepthToSpace", [x.Name], ("blocksize", 2L)), x.Batch, x.Channels / 4, x.Height * 2, x.Width * 2, x.Learns);
        Backwards(y, gradient => AddGradient(x.Name, graph.Node("SpaceToDepth", [gradient], ("blocksize", 2L))));
        return y;
    }

    /// <summary>Channels of both, the first one's first.</summary>
    public Node Concatenate(Node a, Node b)
    {
        var y = a with { Name = graph.Node("Concat", [a.Name, b.Name], ("axis", 1L)), Channels = a.Channels + b.Channels, Learns = a.Learns || b.Learns };
        Backwards(y, gradient =>
        {
            Part(a, 0, a.Channels);
            Part(b, a.Channels, a.Channels + b.Channels);

            void Part(Node part, long first, long end)
            {
                if (part.Learns)
                {
                    AddGradient(part.Name, graph.Node("Slice", [gradient, graph.Constant([first]), graph.Constant([end]), graph.Constant(1L)]));
                }
            }
        });
        return y;
    }

    /// <summary>The sum of two values of one shape.</summary>
    public Node Add(Node a, Node b)
    {
        var y = a with { Name = graph.Node("Add", [a.Name, b.Name]), Learns = a.Learns || b.Learns };
        Backwards(y, gradient =>
        {
            foreach (var part in new[] { a, b }.Where(p => p.Learns))
            {
                AddGradient(part.Name, gradient);
            }
        });
        return y;
    }

    /// <summary>Adds a value to the loss: the weighted mean distance of two values, smooth below 0.01 (Charbonnier et al. 1994).</summary>
    /// <param name="x">What was made; its gradient begins here.</param>
    /// <param name="wanted">What should have been made; nothing is learnt through it.</param>
    /// <param name="weight">Weight of each pixel: one channel, 0 or more.</param>
    /// <param name="factor">How much this part of the loss counts.</param>
    /// <returns>The name of the loss, one number; keep it for <see cref="Differentiate"/>.</returns>
    public string Distance(Node x, Node wanted, Node weight, float factor)
    {
        var difference = graph.Node("Sub", [x.Name, wanted.Name]);
        var length = graph.Node("Sqrt", [graph.Node("Add", [graph.Node("Mul", [difference, difference]), Number(Kink * Kink)])]);
        var scale = Number(factor / x.Size);
        var loss = graph.Node("Mul", [graph.Node("ReduceSum", [graph.Node("Mul", [length, weight.Name])], ("keepdims", 0L)), scale]);
        _backwards.Push(() => AddGradient(
            x.Name, graph.Node("Mul", [graph.Node("Div", [difference, length]), graph.Node("Mul", [weight.Name, scale])])));
        return loss;
    }

    /// <summary>Differences to the right and lower neighbour of each pixel; the last column and row against themselves.</summary>
    public Node Edges(Node x)
    {
        var kernel = new float[x.Channels * 2 * x.Channels * 9];
        for (var c = 0; c < x.Channels; c++)
        {
            for (var way = 0; way < 2; way++)
            {
                var at = ((((way * x.Channels) + c) * x.Channels) + c) * 9;
                kernel[at + 4] = -1;
                kernel[at + (way == 0 ? 5 : 7)] = 1;
            }
        }

        var weight = graph.Constant(kernel, 2 * x.Channels, x.Channels, 3, 3);
        var y = x with { Name = graph.Node("Conv", [x.Name, weight], Kernel.Three.Attributes), Channels = 2 * x.Channels };
        Backwards(y, gradient => AddGradient(x.Name, InputGradient(x, gradient, weight, Kernel.Three)));
        return y;
    }

    /// <summary>Gives a value out.</summary>
    /// <param name="name">Its name outside.</param>
    /// <param name="x">The value.</param>
    public void Output(string name, Node x) => graph.Output(name, x.Name, "batch", $"{x.Channels}", "height", "width");

    /// <summary>Gives out <c>loss</c>, the sum of the given losses, and for each weight its gradient as <c>gradient/NAME</c>.</summary>
    /// <param name="losses">What <see cref="Distance"/> returned.</param>
    public void Differentiate(params IReadOnlyList<string> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        while (_backwards.TryPop(out var step))
        {
            step();
        }

        graph.Output("loss", losses.Aggregate((a, b) => graph.Node("Add", [a, b])), "1");
        foreach (var (name, value) in _weights)
        {
            graph.Output($"gradient/{name}", _gradients[value], [.. parameters.All.First(p => p.Name == name).Shape.Select(d => $"{d}")]);
        }
    }

    private string Weight(string name, long[] shape, Func<float[]> initial)
    {
        var parameter = parameters.Get(name, shape, initial);
        var value = learning ? graph.Input(name, [.. shape.Select(d => $"{d}")]) : graph.NamedConstant(name, parameter.Values, shape);
        _weights.Add(name, value);
        return value;
    }

    private float[] Normal(int count, double deviation)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }

    private string Number(float value) => graph.Constant([value], 1);

    private void Backwards(Node y, Action<string> step)
    {
        if (learning && y.Learns)
        {
            _backwards.Push(() =>
            {
                if (_gradients.TryGetValue(y.Name, out var gradient))
                {
                    step(gradient);
                }
            });
        }
    }

    private void AddGradient(string value, string gradient) =>
        _gradients[value] = _gradients.TryGetValue(value, out var sum) ? graph.Node("Add", [sum, gradient]) : gradient;

    /// <summary>What each pixel of the input adds to the loss: the convolution the other way.</summary>
    private string InputGradient(Node x, string gradient, string weight, Kernel k) => graph.Node(
        "ConvTranspose",
        [gradient, weight],
        [.. k.Attributes, ("output_padding", new long[] { (x.Height - 1) % k.RowStep, (x.Width - 1) % k.ColumnStep })]);

    /// <summary>The gradient of a kernel: for each of its taps, all pixels that it met.</summary>
    private string KernelGradient(Node x, Node gradient, Kernel k)
    {
        var places = (long)gradient.Height * gradient.Width;
        var wide = graph.Node("Reshape", [gradient.Name, graph.Constant(x.Batch, gradient.Channels, places)]);
        var padded = k is { RowPad: 0, ColumnPad: 0 }
            ? x.Name
            : graph.Node("Pad", [x.Name, graph.Constant(0L, 0, k.RowPad, k.ColumnPad, 0, 0, k.RowPad, k.ColumnPad)]);
        var taps = new List<string>();
        for (long row = 0; row < k.Rows; row++)
        {
            for (long column = 0; column < k.Columns; column++)
            {
                var (top, left) = (row * k.RowGap, column * k.ColumnGap);
                var met = graph.Node("Slice", [
                    padded,
                    graph.Constant(top, left),
                    graph.Constant(top + ((gradient.Height - 1) * k.RowStep) + 1, left + ((gradient.Width - 1) * k.ColumnStep) + 1),
                    graph.Constant(2L, 3),
                    graph.Constant((long)k.RowStep, k.ColumnStep),
                ]);
                var flat = graph.Node("Reshape", [met, graph.Constant(x.Batch, x.Channels, places)]);
                var turned = graph.Node("Transpose", [flat], ("perm", new long[] { 0, 2, 1 }));
                var product = graph.Node("ReduceSum", [graph.Node("MatMul", [wide, turned]), graph.Constant(0L)], ("keepdims", 0L));
                taps.Add(graph.Node("Unsqueeze", [product, graph.Constant(2L)]));
            }
        }

        return graph.Node("Reshape", [graph.Node("Concat", taps, ("axis", 2L)), graph.Constant(gradient.Channels, x.Channels, k.Rows, k.Columns)]);
    }
}

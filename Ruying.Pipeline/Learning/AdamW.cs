using System.Numerics.Tensors;

namespace Ruying.Pipeline.Learning;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019) and a short memory of variances, which small batches need; gradients clipped to a norm of 1, and the moving average of the weights that is the result.</summary>
public sealed class AdamW
{
    private const float Beta1 = 0.9f, Beta2 = 0.99f, Epsilon = 1e-8f;
    private const float LargestNorm = 1;

    private readonly ParameterSet _parameters;
    private readonly float[][] _first;
    private readonly float[][] _second;
    private readonly float[] _scratch;

    /// <summary>Begins.</summary>
    /// <param name="parameters">Changed in place by <see cref="Step"/>.</param>
    public AdamW(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = parameters;
        Average = parameters.Copy();
        _first = [.. parameters.All.Select(p => new float[p.Values.Length])];
        _second = [.. parameters.All.Select(p => new float[p.Values.Length])];
        _scratch = new float[parameters.All.Max(p => p.Values.Length)];
    }

    private AdamW(ParameterSet parameters, ParameterSet average, float[][] first, float[][] second, int steps)
        : this(parameters)
    {
        Average = average;
        (_first, _second, Steps) = (first, second, steps);
    }

    /// <summary>Weight decay of a step, times the rate.</summary>
    public float Decay { get; init; } = 0.01f;

    /// <summary>How much of the average stays at each step, once there were enough.</summary>
    public float AverageKept { get; init; } = 0.998f;

    /// <summary>Steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>The moving average of the weights.</summary>
    public ParameterSet Average { get; }

    /// <summary>Goes a step down.</summary>
    /// <param name="gradients">One array for each parameter, in order; overwritten.</param>
    /// <param name="rate">Learning rate.</param>
    public void Step(float[][] gradients, float rate)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        Steps++;
        var norm = MathF.Sqrt(gradients.Sum(g => TensorPrimitives.SumOfSquares<float>(g)));
        var clip = norm > LargestNorm ? LargestNorm / norm : 1;
        var correction = rate * MathF.Sqrt(1 - MathF.Pow(Beta2, Steps)) / (1 - MathF.Pow(Beta1, Steps));
        var kept = Math.Min(AverageKept, (Steps + 1f) / (Steps + 10f));
        for (var i = 0; i < gradients.Length; i++)
        {
            var (weights, first, second, gradient) = (_parameters.All[i].Values, _first[i], _second[i], gradients[i]);
            var scratch = _scratch.AsSpan(0, weights.Length);
            TensorPrimitives.Multiply(gradient, clip, gradient);
            TensorPrimitives.Lerp(gradient, first, Beta1, first);
            TensorPrimitives.Multiply(gradient, gradient, gradient);
            TensorPrimitives.Lerp(gradient, second, Beta2, second);
            TensorPrimitives.Sqrt(second, scratch);
            TensorPrimitives.Add(scratch, Epsilon, scratch);
            TensorPrimitives.Divide(first, scratch, scratch);

            // Biases do not decay.
            if (_parameters.All[i].Shape.Length > 1)
            {
                TensorPrimitives.Multiply(weights, 1 - (rate * Decay), weights);
            }

            TensorPrimitives.MultiplyAdd(scratch, -correction, weights, weights);
            TensorPrimitives.Lerp(weights, Average.All[i].Values, kept, Average.All[i].Values);
        }
    }

    /// <summary>Writes everything that going on needs; the file appears whole or not at all.</summary>
    public void Save(string path)
    {
        using (var stream = File.Create(path + ".new"))
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(Steps);
            writer.Flush();
            _parameters.Save(stream);
            Average.Save(stream);
            foreach (var moments in _first.Concat(_second))
            {
                writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(moments));
            }
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parameters">The weights as they were.</param>
    /// <exception cref="InvalidDataException">Something else, or cut short.</exception>
    public static AdamW Load(string path, out ParameterSet parameters)
    {
        using var stream = File.OpenRead(path);
        using var reader = new BinaryReader(stream);
        try
        {
            var steps = reader.ReadInt32();
            var weights = ParameterSet.Load(stream);
            var average = ParameterSet.Load(stream);
            parameters = weights;
            return new AdamW(weights, average, Moments(), Moments(), steps);

            float[][] Moments() =>
            [
                .. weights.All.Select(p =>
                {
                    var values = new float[p.Values.Length];
                    stream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
                    return values;
                }),
            ];
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"{path} is cut short.", e);
        }
    }
}

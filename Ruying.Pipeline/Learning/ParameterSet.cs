using System.Runtime.InteropServices;
using Ruying.Pipeline.Onnx;

namespace Ruying.Pipeline.Learning;

/// <summary>A learnable array.</summary>
/// <param name="Name">Unique in its network.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Values">As many numbers as the shape holds, changed in place by learning.</param>
public sealed record Parameter(string Name, long[] Shape, float[] Values);

/// <summary>All learnable arrays of a network, in the order in which the network asked for them.</summary>
public sealed class ParameterSet
{
    private static readonly byte[] Magic = "RYPS"u8.ToArray();
    private readonly Dictionary<string, Parameter> _byName = new(StringComparer.Ordinal);
    private readonly List<Parameter> _all = [];

    /// <summary>The arrays in order.</summary>
    public IReadOnlyList<Parameter> All => _all;

    /// <summary>Numbers in all arrays together.</summary>
    public int Count => _all.Sum(p => p.Values.Length);

    /// <summary>The array of that name; made at first sight.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="initial">Gives the first values; not asked when the array is there.</param>
    /// <exception cref="InvalidDataException">The array is there in another shape.</exception>
    public Parameter Get(string name, long[] shape, Func<float[]> initial)
    {
        ArgumentNullException.ThrowIfNull(initial);
        if (!_byName.TryGetValue(name, out var parameter))
        {
            parameter = new Parameter(name, shape, initial());
            Add(parameter);
        }

        return parameter.Shape.SequenceEqual(shape)
            ? parameter
            : throw new InvalidDataException($"{name} is [{string.Join(", ", parameter.Shape)}] instead of [{string.Join(", ", shape)}].");
    }

    /// <summary>The weights in a network that <see cref="NetworkGraph"/> wrote for use.</summary>
    /// <param name="model">The ONNX file's bytes.</param>
    /// <exception cref="InvalidDataException">Not an ONNX file.</exception>
    public static ParameterSet FromModel(byte[] model)
    {
        var set = new ParameterSet();
        foreach (var (name, dimensions, values) in OnnxGraph.ReadConstants(model))
        {
            if (name.EndsWith(".weight", StringComparison.Ordinal) || name.EndsWith(".bias", StringComparison.Ordinal))
            {
                set.Add(new Parameter(name, dimensions, values));
            }
        }

        return set;
    }

    /// <summary>A copy that learning will not change.</summary>
    public ParameterSet Copy()
    {
        var copy = new ParameterSet();
        foreach (var parameter in _all)
        {
            copy.Add(parameter with { Values = [.. parameter.Values] });
        }

        return copy;
    }

    /// <summary>Writes the arrays: magic <c>RYPS</c>, count, then name, shape and values of each; little-endian.</summary>
    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(_all.Count);
        foreach (var parameter in _all)
        {
            writer.Write(parameter.Name);
            writer.Write(parameter.Shape.Length);
            foreach (var dimension in parameter.Shape)
            {
                writer.Write(dimension);
            }

            writer.Write(MemoryMarshal.AsBytes<float>(parameter.Values));
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Something else, or cut short.</exception>
    public static ParameterSet Load(Stream stream)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        try
        {
            if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic))
            {
                throw new InvalidDataException("These are no weights of a network.");
            }

            var set = new ParameterSet();
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                var name = reader.ReadString();
                var shape = new long[reader.ReadInt32()];
                for (var i = 0; i < shape.Length; i++)
                {
                    shape[i] = reader.ReadInt64();
                }

                var values = new float[checked((int)shape.Aggregate(1L, (product, d) => checked(product * d)))];
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
                set.Add(new Parameter(name, shape, values));
            }

            return set;
        }
        catch (Exception e) when (e is EndOfStreamException or OverflowException)
        {
            throw new InvalidDataException("The weights are cut short.", e);
        }
    }

    private void Add(Parameter parameter)
    {
        _byName.Add(parameter.Name, parameter);
        _all.Add(parameter);
    }
}

using System.Runtime.InteropServices;
using Google.Protobuf;
using Ruying.Pipeline.Onnx.Format;

namespace Ruying.Pipeline.Onnx;

/// <summary>Writes a network as an ONNX file: inputs, constants, nodes and outputs, operator set 17.</summary>
/// <param name="name">The graph's name.</param>
public sealed class OnnxGraph(string name)
{
    private const int OperatorSet = 17;
    private const int FormatVersion = 8;
    private const int Float = 1, Int64 = 7;

    private readonly GraphProto _graph = new() { Name = name };
    private readonly Dictionary<string, string> _metadata = [];
    private int _values;

    /// <summary>Adds an input of 32-bit floats.</summary>
    /// <param name="input">Its name.</param>
    /// <param name="dimensions">A number, or a name for one that varies.</param>
    /// <returns>The name, to use in nodes.</returns>
    public string Input(string input, params string[] dimensions)
    {
        _graph.Input.Add(Value(input, dimensions));
        return input;
    }

    /// <summary>Adds an input of 64-bit integers; otherwise as <see cref="Input"/>.</summary>
    public string IntegerInput(string input, params string[] dimensions)
    {
        var value = Value(input, dimensions);
        value.Type.TensorType.ElemType = Int64;
        _graph.Input.Add(value);
        return input;
    }

    /// <summary>Adds constant floats, such as weights.</summary>
    /// <exception cref="ArgumentException">The count does not match the dimensions.</exception>
    public string Constant(ReadOnlySpan<float> values, params long[] dimensions) =>
        Constant(Float, MemoryMarshal.AsBytes(values), values.Length, dimensions);

    /// <summary>Adds constant floats under a name of their own, by which <see cref="ReadConstants"/> finds them again.</summary>
    /// <exception cref="ArgumentException">The count does not match the dimensions.</exception>
    public string NamedConstant(string constant, ReadOnlySpan<float> values, params long[] dimensions) =>
        Constant(Float, MemoryMarshal.AsBytes(values), values.Length, dimensions, constant);

    /// <summary>Reads the float constants of a file that this class wrote.</summary>
    /// <param name="model">The file's bytes.</param>
    /// <returns>Name, dimensions and values of each, in order.</returns>
    /// <exception cref="InvalidDataException">Not an ONNX file.</exception>
    public static IEnumerable<(string Name, long[] Dimensions, float[] Values)> ReadConstants(byte[] model)
    {
        try
        {
            return [.. ModelProto.Parser.ParseFrom(model).Graph.Initializer
                .Where(t => t.DataType == Float)
                .Select(t => (t.Name, t.Dims.ToArray(), MemoryMarshal.Cast<byte, float>(t.RawData.Span).ToArray()))];
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("This is no ONNX file.", e);
        }
    }

    /// <summary>Adds constant integers in one dimension, such as a shape.</summary>
    public string Constant(params long[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Constant(Int64, MemoryMarshal.AsBytes(values.AsSpan()), values.Length, [values.Length]);
    }

    /// <summary>Adds a node.</summary>
    /// <param name="operation">An ONNX operator, such as <c>Conv</c>.</param>
    /// <param name="inputs">Names of values in the operator's order.</param>
    /// <param name="attributes">Attributes: <see cref="long"/>, <see cref="float"/> or <c>long[]</c> by name.</param>
    /// <returns>The output's name.</returns>
    /// <exception cref="ArgumentException">An attribute of another type.</exception>
    public string Node(string operation, IEnumerable<string> inputs, params (string Name, object Value)[] attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        var output = NextName();
        var node = new NodeProto { OpType = operation, Name = $"{operation}_{output}" };
        node.Input.Add(inputs);
        node.Output.Add(output);
        node.Attribute.Add(attributes.Select(a => Attribute(a.Name, a.Value)));
        _graph.Node.Add(node);
        return output;
    }

    /// <summary>Gives a value out under a name.</summary>
    public void Output(string output, string value, params string[] dimensions)
    {
        var node = new NodeProto { OpType = "Identity", Name = $"Identity_{output}" };
        node.Input.Add(value);
        node.Output.Add(output);
        _graph.Node.Add(node);
        _graph.Output.Add(Value(output, dimensions));
    }

    /// <summary>Notes something about the model in the file.</summary>
    public void Metadata(string key, string value) => _metadata[key] = value;

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes()
    {
        var model = new ModelProto { IrVersion = FormatVersion, ProducerName = "Ruying", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        model.MetadataProps.Add(_metadata.Select(m => new StringStringEntryProto { Key = m.Key, Value = m.Value }));
        return model.ToByteArray();
    }

    private static ValueInfoProto Value(string value, string[] dimensions)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(dimensions.Select(d => long.TryParse(d, out var number)
            ? new TensorShapeProto.Types.Dimension { DimValue = number }
            : new TensorShapeProto.Types.Dimension { DimParam = d }));
        return new ValueInfoProto { Name = value, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = Float, Shape = shape } } };
    }

    private static AttributeProto Attribute(string attribute, object value)
    {
        var result = new AttributeProto { Name = attribute };
        switch (value)
        {
            case long number:
                (result.I, result.Type) = (number, AttributeProto.Types.AttributeType.Int);
                break;
            case float number:
                (result.F, result.Type) = (number, AttributeProto.Types.AttributeType.Float);
                break;
            case long[] numbers:
                result.Ints.Add(numbers);
                result.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            default:
                throw new ArgumentException($"{value.GetType()} is no attribute type.", nameof(value));
        }

        return result;
    }

    private string Constant(int type, ReadOnlySpan<byte> bytes, int count, long[] dimensions, string? constant = null)
    {
        if (dimensions.Aggregate(1L, (product, d) => product * d) != count)
        {
            throw new ArgumentException($"{count} values do not fill [{string.Join(", ", dimensions)}].", nameof(dimensions));
        }

        var tensor = new TensorProto { Name = constant ?? NextName(), DataType = type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.Add(dimensions);
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private string NextName() => $"v{_values++}";
}

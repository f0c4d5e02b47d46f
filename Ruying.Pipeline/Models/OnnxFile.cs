namespace Ruying.Pipeline.Models;

/// <summary>
/// A look into an ONNX file before any runtime opens it: whether it is one, and whether it names other files that hold its weights
/// (those could be any file of the machine). Walks the fields of onnx.proto that matter; field numbers are the format's.
/// </summary>
internal static class OnnxFile
{
    private const int Depth = 16;

    private enum Kind
    {
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
        SparseTensor,
        Function,
    }

    /// <summary>Refuses what is no ONNX model in one file.</summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="ModelException"><c>model.not_onnx</c> or <c>model.external_data</c>.</exception>
    public static void Check(ReadOnlySpan<byte> file)
    {
        var found = new Found();
        if (!Walk(file, Kind.Model, ref found, Depth) || !found.Version || !found.Graph)
        {
            throw new ModelException("model.not_onnx", "The file is no ONNX model, or it is cut short: export the network as .onnx (torch.onnx.export) and import that.");
        }

        if (found.External)
        {
            throw new ModelException(
                "model.external_data", "The model keeps its weights in other files: save it as one file (onnx.save_model(..., save_as_external_data=False)) and import that.");
        }
    }

    private static Kind? Child(Kind kind, int field) => (kind, field) switch
    {
        (Kind.Model, 7) => Kind.Graph,
        (Kind.Model, 25) => Kind.Function,
        (Kind.Function, 7) => Kind.Node,
        (Kind.Graph, 1) => Kind.Node,
        (Kind.Graph, 5) => Kind.Tensor,
        (Kind.Graph, 15) => Kind.SparseTensor,
        (Kind.Node, 5) => Kind.Attribute,
        (Kind.Attribute, 5 or 10) => Kind.Tensor,
        (Kind.Attribute, 6 or 11) => Kind.Graph,
        (Kind.Attribute, 22 or 23) => Kind.SparseTensor,
        (Kind.SparseTensor, 1 or 2) => Kind.Tensor,
        _ => null,
    };

    private static bool Walk(ReadOnlySpan<byte> message, Kind kind, ref Found found, int depth)
    {
        if (depth == 0)
        {
            return false;
        }

        while (!message.IsEmpty)
        {
            if (!ReadNumber(ref message, out var key))
            {
                return false;
            }

            var field = (int)Math.Min(key >> 3, int.MaxValue);
            ulong number = 0, length = (key & 7) switch { 1 => 8, 5 => 4, _ => 0 };
            var whole = (key & 7) switch
            {
                0 => ReadNumber(ref message, out number),
                2 => ReadNumber(ref message, out length),
                1 or 5 => true,
                _ => false,
            };
            var value = Take(ref message, length);
            if (!whole || field == 0 || (ulong)value.Length < length)
            {
                return false;
            }

            found.Version |= kind == Kind.Model && field == 1 && number > 0;
            found.Graph |= kind == Kind.Model && field == 7;

            // data_location is EXTERNAL, or there is external_data.
            found.External |= kind == Kind.Tensor && ((field == 14 && number == 1) || field == 13);
            if ((key & 7) == 2 && Child(kind, field) is { } child && !Walk(value, child, ref found, depth - 1))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The next bytes, at most as many as there are.</summary>
    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> message, ulong length)
    {
        var value = message[..(int)Math.Min(length, (ulong)message.Length)];
        message = message[value.Length..];
        return value;
    }

    private static bool ReadNumber(ref ReadOnlySpan<byte> message, out ulong number)
    {
        number = 0;
        for (var i = 0; i < message.Length && i < 10; i++)
        {
            number |= (ulong)(message[i] & 0x7F) << (7 * i);
            if (message[i] < 0x80)
            {
                message = message[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    private struct Found
    {
        public bool Version;
        public bool Graph;
        public bool External;
    }
}

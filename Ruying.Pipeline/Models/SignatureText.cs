using Microsoft.ML.OnnxRuntime;

namespace Ruying.Pipeline.Models;

/// <summary>What a network takes and gives, for people.</summary>
internal static class SignatureText
{
    public static string Of(InferenceSession session) => $"It takes {List(session.InputMetadata)} and gives {List(session.OutputMetadata)}";

    private static string List(IReadOnlyDictionary<string, NodeMetadata> nodes) => string.Join(", ", nodes.Select(n =>
        $"{n.Key} {(n.Value.IsTensor ? $"{n.Value.ElementDataType} [{string.Join(',', n.Value.Dimensions.Select(d => d > 0 ? $"{d}" : "n"))}]" : $"{n.Value.OnnxValueType}")}"));
}

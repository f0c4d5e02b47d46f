using System.Text.Json;

namespace Ruying.Pipeline.Evaluation.Suite;

/// <summary>What became of one clip.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Measures">By key, in the catalogue's order; empty where it failed.</param>
/// <param name="Failure">Why nothing was measured; null where all went well.</param>
public sealed record SuiteRow(SuiteClip Clip, IReadOnlyDictionary<string, JsonElement> Measures, string? Failure)
{
    /// <summary>A number; null where it was not measured.</summary>
    public double? Number(string key) => Measures.TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}

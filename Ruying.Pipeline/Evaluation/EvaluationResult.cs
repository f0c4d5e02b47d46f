namespace Ruying.Pipeline.Evaluation;

/// <summary>What an evaluation found.</summary>
/// <param name="Measures">Flat lower-snake-case keys in a fixed order; what could not be measured is absent.</param>
/// <param name="PagePath">One page of HTML with the measures, pictures and curves.</param>
public sealed record EvaluationResult(IReadOnlyDictionary<string, object> Measures, string PagePath);

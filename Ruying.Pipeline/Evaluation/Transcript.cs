namespace Ruying.Pipeline.Evaluation;

/// <summary>What is said in a clip, without times.</summary>
/// <param name="Text">One line for each stretch of speech between pauses of 0.2 s or more, as written.</param>
/// <param name="Language">BCP 47 tag.</param>
public sealed record Transcript(string Text, string Language)
{
    /// <summary>The lines that hold something.</summary>
    public IReadOnlyList<string> Lines() => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

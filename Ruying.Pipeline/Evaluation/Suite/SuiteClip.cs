namespace Ruying.Pipeline.Evaluation.Suite;

/// <summary>One row of a suite.</summary>
/// <param name="Name">Unique in the suite; its path below the suite's folder unless a description names it.</param>
/// <param name="Path">A clip, or a folder whose clips are joined.</param>
/// <param name="Seen">Which parts of it any weight that ships was trained on; empty where nobody said.</param>
/// <param name="Transcript">What is said in it, where no words lie beside it; null when it is not known.</param>
public sealed record SuiteClip(string Name, string Path, string Seen, Transcript? Transcript = null)
{
    /// <summary>The name as a file's.</summary>
    public string FileName => string.Concat(Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-'));

    /// <summary>The files it is made of.</summary>
    public IReadOnlyList<string> Files => Directory.Exists(Path) ? ClipJoiner.Clips(Path) : [Path];
}

namespace Ruying.Cli.Output;

internal static class Shell
{
    /// <summary>A word as bash reads it back, for commands to copy.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=+,".Contains(c))
            ? word
            : "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}

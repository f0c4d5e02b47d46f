using System.Globalization;

namespace Ruying.Training.Data;

/// <summary>A word of a GRID sentence and when it is said, in seconds.</summary>
internal readonly record struct GridWord(string Text, double Start, double End);

/// <summary>The word times that lie beside each GRID clip.</summary>
internal static class GridAlignment
{
    private const double UnitsPerSecond = 25_000;

    /// <summary>The words without the silences.</summary>
    public static IReadOnlyList<GridWord> Read(string path) =>
    [
        .. File.ReadLines(path)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts.Length == 3 && parts[2] is not ("sil" or "sp"))
            .Select(parts => new GridWord(parts[2], Seconds(parts[0]), Seconds(parts[1]))),
    ];

    /// <summary>The sentence as a synthesiser should read it: the letter a by its name, not as the article.</summary>
    public static string Text(IEnumerable<GridWord> words) => string.Join(' ', words.Select(w => w.Text == "a" ? "eh" : w.Text));

    private static double Seconds(string units) => double.Parse(units, CultureInfo.InvariantCulture) / UnitsPerSecond;
}

using System.Globalization;

namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>The word times that lie beside each GRID clip, in files ending in <c>.align</c>: start, end, word a line, in 1/25000 s.</summary>
public static class GridAlignment
{
    /// <summary>GRID's speakers are British.</summary>
    public const string Voice = "en-gb";

    /// <summary>The ending of such files.</summary>
    public const string Ending = ".align";

    private const double UnitsPerSecond = 25_000;

    /// <summary>The words without the silences; the letter a by its name, so that it is not read as the article.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">A time is no number.</exception>
    public static IReadOnlyList<TimedWord> Read(string path) =>
    [
        .. File.ReadLines(path)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts.Length == 3 && parts[2] is not ("sil" or "sp"))
            .Select(parts => new TimedWord(parts[2] == "a" ? "eh" : parts[2], Seconds(parts[0]), Seconds(parts[1]))),
    ];

    private static double Seconds(string units) => double.Parse(units, CultureInfo.InvariantCulture) / UnitsPerSecond;
}

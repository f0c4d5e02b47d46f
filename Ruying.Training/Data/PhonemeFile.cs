using System.Globalization;
using Ruying.Pipeline.Speech;

namespace Ruying.Training.Data;

/// <summary>Timed speech sounds of a clip as lines of start, end and IPA.</summary>
internal static class PhonemeFile
{
    /// <summary>Where a clip's sounds lie.</summary>
    public static string PathOf(string work, string id) => Path.Combine(work, "phonemes", id + ".tsv");

    /// <summary>Writes them.</summary>
    public static void Save(string path, IEnumerable<PhonemeTiming> phonemes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, phonemes.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Start:F4}\t{p.End:F4}\t{p.Ipa}")));
    }

    /// <summary>Reads them.</summary>
    public static IReadOnlyList<PhonemeTiming> Load(string path) =>
    [
        .. File.ReadLines(path).Select(line => line.Split('\t')).Select(parts => new PhonemeTiming(
            parts[2], double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture))),
    ];
}

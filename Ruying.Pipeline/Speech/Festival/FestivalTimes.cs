using System.Globalization;
using Ruying.Pipeline.Speech.Programs;

namespace Ruying.Pipeline.Speech.Festival;

/// <summary>What <c>speak.scm</c> wrote: the sounds, and when each word of each token is heard.</summary>
internal sealed class FestivalTimes
{
    private readonly List<Segment> _segments = [];
    private readonly List<(string Name, List<double> Starts)> _tokens = [];

    public FestivalTimes(byte[] written, Alphabet alphabet)
    {
        foreach (var line in alphabet.Decode(written).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Read(line.Split('\t'));
        }
    }

    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>Where each token stands in the sentence, in order; tokens are what stands between blanks, less punctuation.</summary>
    /// <param name="readable">The sentence as festival read it.</param>
    public IEnumerable<SpokenPlace> Places(string readable)
    {
        var at = 0;
        foreach (var (name, starts) in _tokens)
        {
            if (starts.Count == 0 || Alphabet.Find(readable, name, at) is not var (from, to))
            {
                continue;
            }

            at = to;
            var words = ScriptWords.Find(readable[from..to]);
            if (words.Count == starts.Count)
            {
                foreach (var (word, start) in words.Zip(starts))
                {
                    yield return new SpokenPlace(from + word.Start, from + word.End, start);
                }
            }
            else
            {
                yield return new SpokenPlace(from, to, starts[0]);
            }
        }
    }

    private void Read(string[] fields)
    {
        switch (fields)
        {
            case ["S", var name, var end, var stress]:
                _segments.Add(new Segment(name, Number(end), stress switch { "1" => 2, "2" => 1, _ => 0 }));
                break;
            case ["T", var name]:
                _tokens.Add((name, []));
                break;
            // Punctuation is a word to festival, without a sound and with no end.
            case ["W", var start, var end] when Number(end) > 0 && _tokens.Count > 0:
                _tokens[^1].Starts.Add(Number(start));
                break;
        }
    }

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}

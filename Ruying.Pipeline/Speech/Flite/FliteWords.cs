using Ruying.Pipeline.Speech.Programs;

namespace Ruying.Pipeline.Speech.Flite;

/// <summary>
/// Finds the pieces of a sentence in its sounds. Flite tells the words that it spoke and the sounds, but not which belong together;
/// the sounds of each piece alone, one piece after the other, are nearly those of the sentence, and are lined up with them.
/// </summary>
internal static class FliteWords
{
    private const int Gap = 2;

    /// <param name="pieces">Of the sentence.</param>
    /// <param name="alone">The sounds of each piece.</param>
    /// <param name="segments">The sentence's.</param>
    public static IEnumerable<SpokenPlace> Find(IReadOnlyList<FlitePiece> pieces, IReadOnlyList<string[]> alone, IReadOnlyList<Segment> segments)
    {
        var heard = Enumerable.Range(0, segments.Count).Where(i => !IsPause(segments[i].Phone)).ToArray();
        var expected = pieces.Zip(alone)
            .SelectMany(pair => pair.Second.Where(phone => !IsPause(phone)).Select(phone => (Piece: pair.First, Phone: phone)))
            .ToArray();
        var partners = Align([.. heard.Select(i => segments[i].Phone)], [.. expected.Select(sound => sound.Phone)]);
        FlitePiece? last = null;
        for (var i = 0; i < heard.Length; i++)
        {
            if (partners[i] is { } partner && expected[partner].Piece is var piece && piece != last)
            {
                last = piece;
                yield return new SpokenPlace(piece.From, piece.To, heard[i] == 0 ? 0 : segments[heard[i] - 1].End);
            }
        }
    }

    private static bool IsPause(string phone) => PhoneSet.Radio.Read(phone).Ipa == SpokenPhoneme.Pause;

    /// <summary>For each sound that was heard, the expected one that it is, by the cheapest alignment.</summary>
    private static int?[] Align(string[] heard, string[] expected)
    {
        var costs = new int[heard.Length + 1, expected.Length + 1];
        for (var i = 0; i <= heard.Length; i++)
        {
            for (var j = 0; j <= expected.Length; j++)
            {
                costs[i, j] = (i, j) switch
                {
                    (0, _) => Gap * j,
                    (_, 0) => Gap * i,
                    _ => Math.Min(costs[i - 1, j - 1] + Cost(heard[i - 1], expected[j - 1]), Math.Min(costs[i - 1, j], costs[i, j - 1]) + Gap),
                };
            }
        }

        var partners = new int?[heard.Length];
        for (int i = heard.Length, j = expected.Length; i > 0 && j > 0;)
        {
            if (costs[i, j] == costs[i - 1, j - 1] + Cost(heard[i - 1], expected[j - 1]))
            {
                partners[--i] = --j;
            }
            else if (costs[i, j] == costs[i - 1, j] + Gap)
            {
                i--;
            }
            else
            {
                j--;
            }
        }

        return partners;
    }

    /// <summary>Vowels are reduced in a sentence (<c>a</c>, <c>to</c>, <c>the</c>); consonants hardly change.</summary>
    private static int Cost(string heard, string expected) => heard == expected ? 0 : IsVowel(heard) == IsVowel(expected) ? IsVowel(heard) ? 1 : 3 : 2 * Gap;

    private static bool IsVowel(string phone) => PhoneSet.IsVowel(PhoneSet.Radio.Read(phone).Ipa);
}

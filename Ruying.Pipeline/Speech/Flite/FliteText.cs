using System.Buffers;
using System.Text;
using Ruying.Pipeline.Speech.Programs;

namespace Ruying.Pipeline.Speech.Flite;

/// <summary>A piece of the sentence whose sounds flite is asked for alone: a word, or what hangs together with a number or a sign.</summary>
/// <param name="From">First character.</param>
/// <param name="To">The character after the last.</param>
internal readonly record struct FlitePiece(int From, int To);

/// <summary>A sentence as flite reads it: in ASCII, and in one utterance.</summary>
internal sealed class FliteText
{
    private static readonly Alphabet Letters = new(Encoding.ASCII, string.Empty, "$%&@#+=/");
    private static readonly SearchValues<char> ReadTogether = SearchValues.Create("0123456789$%&@#+=/");
    private readonly string _readable;

    /// <param name="sentence">As it was given.</param>
    public FliteText(string sentence)
    {
        _readable = Joined(Letters.Readable(sentence));
        Pieces = FindPieces(ScriptWords.Find(sentence));
    }

    /// <summary>In order.</summary>
    public IReadOnlyList<FlitePiece> Pieces { get; }

    public bool IsSomething => SegmentedSpeech.IsSomething(_readable);

    public byte[] Sentence => Letters.Encode((IsSomething ? _readable : SegmentedSpeech.Nothing) + "\n");

    /// <summary>Each piece a paragraph: flite speaks and reports each alone.</summary>
    public byte[] EachPiece => Letters.Encode(string.Concat(Pieces.Select(piece => _readable[piece.From..piece.To] + "\n\n")));

    /// <summary>
    /// Flite ends an utterance, and starts its times again, at marks within the sentence that our splitter knows to be no ends:
    /// dots after abbreviations are dropped, other marks become commas.
    /// </summary>
    private static string Joined(string readable)
    {
        var lastLetter = Array.FindLastIndex(readable.ToCharArray(), char.IsAsciiLetterOrDigit);
        var joined = new StringBuilder(readable);
        for (var i = 0; i < lastLetter; i++)
        {
            if (joined[i] is ':' or '?' or '!' or '.' && !char.IsAsciiLetterOrDigit(joined[i + 1]))
            {
                joined[i] = joined[i] == '.' ? ' ' : ',';
            }
        }

        return joined.ToString();
    }

    private List<FlitePiece> FindPieces(IReadOnlyList<ScriptWord> words)
    {
        var pieces = new List<FlitePiece>();
        foreach (var word in words.Where(word => _readable.AsSpan(word.Start, word.Length).ContainsAnyExcept(' ')))
        {
            var (from, to) = (word.Start, word.End);
            if (Start(from) is var start && End(to) is var end && IsRead(start, end))
            {
                (from, to) = (start, end);
            }

            if (pieces.Count == 0 || pieces[^1].To <= from)
            {
                pieces.Add(new FlitePiece(from, to));
            }
        }

        return pieces;
    }

    /// <summary>Whether what stands between blanks has digits or signs, which are read together.</summary>
    private bool IsRead(int start, int end) => _readable.AsSpan(start, end - start).ContainsAny(ReadTogether);

    private int Start(int at)
    {
        while (at > 0 && _readable[at - 1] != ' ')
        {
            at--;
        }

        return at;
    }

    private int End(int at)
    {
        while (at < _readable.Length && _readable[at] != ' ')
        {
            at++;
        }

        return at;
    }
}

using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Ruying.Pipeline.Speech.Programs;

/// <summary>
/// The characters that a voice can read. One that its rules do not know makes festival give up the sentence, or crash, so that only
/// those are let through that are known to be read: digits, the letters of ASCII and the voice's own, its signs, and punctuation at a word.
/// </summary>
internal sealed class Alphabet
{
    /// <summary>Characters that are not letters with a mark, each before the one that stands in for it.</summary>
    private const string StandIns = "ßsøoØOæaÆAœoŒOłlŁLđdĐDðdÐDþtÞTıiħhĦH’'‘'ʼ'–-—,…,।.॥.،,؛,؟?。.，,！!？?：:";

    /// <summary>Letters that Unicode's normal form takes apart, and the voices know only whole, and the mark that makes them of others.</summary>
    private const string Dotted = "\u0958\u0959\u095A\u095B\u095C\u095D\u095E\u095F";
    private const string Undotted = "कखगजडढफय";
    private const char Dot = '\u093C';

    /// <summary>Stands for a character that is left out, where a blank would cut a word in two.</summary>
    private const char Nothing = '\0';

    private const string InWords = "'-";
    private const string InNumbers = ".,:";
    private const string AfterWords = ".,;:!?";
    private readonly string _within;
    private readonly Encoding _encoding;
    private readonly FrozenSet<char> _letters;

    /// <param name="encoding">What the program reads.</param>
    /// <param name="letters">Small letters beyond ASCII, and marks.</param>
    /// <param name="signs">Signs of ASCII that are read aloud.</param>
    /// <param name="isLatinRead">Whether the letters of ASCII are.</param>
    public Alphabet(Encoding encoding, string letters, string signs, bool isLatinRead = true)
    {
        _encoding = encoding;
        IsLatinRead = isLatinRead;
        // A voice that knows no signs gives up at those within numbers, too.
        _within = signs.Length > 0 ? InWords + InNumbers : InWords;
        _letters = (letters + letters.ToUpperInvariant() + signs).ToFrozenSet();
    }

    /// <summary>Whether the letters of ASCII are read.</summary>
    public bool IsLatinRead { get; }

    /// <summary>
    /// The text with a character for each of its own, so that positions hold: those that cannot be read are replaced by the nearest
    /// that can, by a blank, or by U+0000.
    /// </summary>
    public string Readable(string text)
    {
        var readable = text.Select(Nearest).ToArray();
        for (var i = 0; i < readable.Length; i++)
        {
            if (i > 0 && text[i] == Dot && Undotted.IndexOf(text[i - 1], StringComparison.Ordinal) is var at and >= 0)
            {
                readable[i - 1] = Nearest(Dotted[at]);
            }
            else if (readable[i] == Nothing ? i == 0 || !IsRead(readable[i - 1]) : !IsRead(readable[i]) && !IsPunctuation(readable, i))
            {
                readable[i] = ' ';
            }
        }

        return new string(readable);
    }

    /// <summary>What the program reads.</summary>
    /// <param name="readable">See <see cref="Readable"/>.</param>
    public byte[] Encode(string readable) => _encoding.GetBytes(readable.Replace("\0", null, StringComparison.Ordinal));

    /// <summary>Where a word that the program read stands.</summary>
    /// <param name="readable">See <see cref="Readable"/>.</param>
    /// <param name="word">As the program read it.</param>
    /// <param name="from">Where to begin.</param>
    /// <returns>Its first character and the one after its last; null where it is not.</returns>
    public static (int From, int To)? Find(string readable, string word, int from)
    {
        var kept = Enumerable.Range(from, readable.Length - from).Where(i => readable[i] != Nothing).ToArray();
        var at = new string([.. kept.Select(i => readable[i])]).IndexOf(word, StringComparison.Ordinal);
        return at < 0 || word.Length == 0 ? null : (kept[at], kept[at + word.Length - 1] + 1);
    }

    public string Decode(ReadOnlySpan<byte> bytes) => _encoding.GetString(bytes);

    private char Nearest(char c)
    {
        while (!char.IsAscii(c) && !_letters.Contains(c))
        {
            var at = StandIns.IndexOf(c, StringComparison.Ordinal);
            if (at >= 0)
            {
                c = StandIns[at + 1];
            }
            else if (LetterComposition.WithoutMark(c) is { } plain)
            {
                c = plain;
            }
            else
            {
                return char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format ? Nothing : ' ';
            }
        }

        return c;
    }

    private bool IsRead(char c) => c == Nothing || char.IsAsciiDigit(c) || (IsLatinRead && char.IsAsciiLetter(c)) || _letters.Contains(c);

    /// <summary>What comes before has been replaced already.</summary>
    private bool IsPunctuation(char[] readable, int i)
    {
        var isWithin = i + 1 < readable.Length && IsRead(readable[i + 1]);
        return i > 0 && IsRead(readable[i - 1]) && (isWithin ? _within : AfterWords).Contains(readable[i], StringComparison.Ordinal);
    }
}

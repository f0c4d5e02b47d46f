using System.Xml;
using System.Xml.Linq;

namespace Ruying.Pipeline.Speech.Lexicons;

/// <summary>
/// Reads a lexicon in the W3C's format, the part of PLS 1.0 (https://www.w3.org/TR/pronunciation-lexicon/) that people use: <c>lexicon</c> with <c>xml:lang</c>,
/// in it <c>lexeme</c> with one <c>grapheme</c> or more and an <c>alias</c> or a <c>phoneme</c> in IPA; the first of several counts. No document types,
/// nothing fetched.
/// </summary>
public sealed class LexiconFile
{
    /// <summary>The most bytes of a file, and the most words in it.</summary>
    public const int MaxBytes = 1 << 20, MaxEntries = 10_000;

    private static readonly XmlReaderSettings Settings = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        MaxCharactersInDocument = MaxBytes,
    };

    private readonly XmlReader _reader;
    private readonly List<LexiconEntry> _entries = [];

    private LexiconFile(XmlReader reader) => _reader = reader;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ScriptException"><c>lexicon.invalid</c>, with line and column where there are any: not there, too large, or not as described.</exception>
    public static async Task<Lexicon> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        try
        {
            var file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                return await ReadAsync(file, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ScriptException("lexicon.invalid", $"The lexicon cannot be read: {error.Message}", error);
        }
        catch (ScriptException error)
        {
            throw new ScriptException(error.Code, $"{Path.GetFileName(path)}: {error.Message}", error);
        }
    }

    /// <summary>Reads a stream.</summary>
    /// <exception cref="ScriptException"><c>lexicon.invalid</c>, with line and column.</exception>
    public static async Task<Lexicon> ReadAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        try
        {
            using var reader = XmlReader.Create(stream, Settings);
            return await new LexiconFile(reader).ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (XmlException error)
        {
            throw new ScriptException("lexicon.invalid", $"The lexicon is broken at line {error.LineNumber}, column {error.LinePosition}: {error.Message}", error);
        }
    }

    /// <summary>A lexicon in the format, a lexeme for each word.</summary>
    /// <returns>UTF-8.</returns>
    public static byte[] Write(Lexicon lexicon)
    {
        ArgumentNullException.ThrowIfNull(lexicon);
        XNamespace pls = "http://www.w3.org/2005/01/pronunciation-lexicon";
        using var stream = new MemoryStream();
        new XDocument(new XElement(
            pls + "lexicon",
            new XAttribute("version", "1.0"),
            new XAttribute("alphabet", "ipa"),
            new XAttribute(XNamespace.Xml + "lang", lexicon.Language),
            lexicon.Entries.Select(entry => new XElement(
                pls + "lexeme",
                new XElement(pls + "grapheme", Clean(entry.Written)),
                entry.Alias is { } alias ? new XElement(pls + "alias", Clean(alias)) : new XElement(pls + "phoneme", Clean(entry.Ipa ?? "")))))).Save(stream);
        return stream.ToArray();

        // What XML cannot hold is nothing that can be said.
        static string Clean(string text) => new([.. text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))]);
    }

    private async Task<Lexicon> ReadAsync(CancellationToken cancellationToken)
    {
        await _reader.MoveToContentAsync().ConfigureAwait(false);
        if (_reader.LocalName != "lexicon")
        {
            throw Bad("a lexicon begins with <lexicon>");
        }

        var language = _reader.GetAttribute("xml:lang") is { Length: > 0 and <= 35 } tag && tag.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? tag : throw Bad("xml:lang must name its language");
        CheckAlphabet();
        var depth = _reader.Depth;
        var isEmpty = _reader.IsEmptyElement;
        while (!isEmpty && await _reader.ReadAsync().ConfigureAwait(false) && _reader.Depth > depth)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (_reader.NodeType)
            {
                case XmlNodeType.Element when _reader.LocalName == "lexeme":
                    await LexemeAsync().ConfigureAwait(false);
                    break;
                case XmlNodeType.Element when _reader.LocalName is "meta" or "metadata":
                    await PassAsync().ConfigureAwait(false);
                    break;
                default:
                    throw Bad($"“{_reader.Name}” is not expected here");
            }
        }

        while (await _reader.ReadAsync().ConfigureAwait(false))
        {
            // What follows the document must be well formed too.
        }

        return new Lexicon(language, _entries);
    }

    /// <summary>Reads the element that the reader stands on, to its end.</summary>
    private async Task LexemeAsync()
    {
        var place = Place();
        var written = new List<string>();
        var (alias, ipa) = ((string?)null, (string?)null);
        var depth = _reader.Depth;
        var isEmpty = _reader.IsEmptyElement;
        while (!isEmpty && await _reader.ReadAsync().ConfigureAwait(false) && _reader.Depth > depth)
        {
            switch (_reader.LocalName)
            {
                case "grapheme":
                    written.Add(await TextAsync(LexiconEntry.MaxLength).ConfigureAwait(false));
                    break;
                case "alias":
                    var read = await TextAsync(LexiconEntry.MaxLength).ConfigureAwait(false);
                    alias ??= ipa is null ? read : null;
                    break;
                case "phoneme":
                    CheckAlphabet();
                    var sounds = await TextAsync(Pronunciation.MaxLength).ConfigureAwait(false);
                    ipa ??= alias is null ? sounds : null;
                    break;
                case "example":
                    await PassAsync().ConfigureAwait(false);
                    break;
                default:
                    throw Bad($"“{_reader.Name}” is not expected in a lexeme");
            }
        }

        if (written.Count == 0 || (alias ?? ipa) is null)
        {
            throw Bad("a lexeme needs a grapheme, and an alias or a phoneme", place);
        }

        _entries.AddRange(written.Select(word => new LexiconEntry(word, alias, ipa)));
        if (_entries.Count > MaxEntries)
        {
            throw Bad($"a lexicon may have {MaxEntries} words", place);
        }
    }

    private void CheckAlphabet()
    {
        if (_reader.GetAttribute("alphabet") is { } alphabet and not "ipa")
        {
            throw Bad($"the alphabet “{alphabet}” is not known (only ipa)");
        }
    }

    /// <summary>The element's text as sentences have it: composed, on one line.</summary>
    private async Task<string> TextAsync(int most)
    {
        var (place, name, text) = (Place(), _reader.Name, "");
        var depth = _reader.Depth;
        var isEmpty = _reader.IsEmptyElement;
        while (!isEmpty && await _reader.ReadAsync().ConfigureAwait(false) && _reader.Depth > depth)
        {
            text += _reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA ? _reader.Value : throw Bad($"only text is expected in {name}");
        }

        var plain = string.Join(' ', NormalizedText.From(text).Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return plain.Length > 0 && plain.Length <= most ? plain : throw Bad($"{name} must have 1 to {most} characters", place);
    }

    private async Task PassAsync()
    {
        var depth = _reader.Depth;
        var isEmpty = _reader.IsEmptyElement;
        while (!isEmpty && await _reader.ReadAsync().ConfigureAwait(false) && _reader.Depth > depth)
        {
            // Not for machines that speak.
        }
    }

    private (int Line, int Column) Place() => _reader is IXmlLineInfo info ? (info.LineNumber, info.LinePosition) : (0, 0);

    private ScriptException Bad(string what) => Bad(what, Place());

    private static ScriptException Bad(string what, (int Line, int Column) place) => new("lexicon.invalid", $"The lexicon's line {place.Line}, column {place.Column}: {what}.");
}

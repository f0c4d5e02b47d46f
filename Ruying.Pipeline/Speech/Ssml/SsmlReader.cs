using System.Xml;

namespace Ruying.Pipeline.Speech.Ssml;

/// <summary>
/// Reads the part of SSML 1.1 (https://www.w3.org/TR/speech-synthesis11/) that people use: <c>speak, p, s, break, prosody, emphasis, say-as,
/// sub, phoneme, lang, voice, mark</c>. No document types, no entities but XML's own, nothing fetched.
/// </summary>
internal sealed class SsmlReader
{
    private const double LongestPause = 10;
    private const int LongestName = 100;

    // The reader calls itself for each level: a script of elements within elements would take the whole stack, and the process with it.
    private const int DeepestElement = 64;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private readonly XmlReader _reader;
    private readonly SsmlText _text = new();

    private SsmlReader(XmlReader reader) => _reader = reader;

    /// <summary>Whether a script is meant as SSML.</summary>
    public static bool IsSsml(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("<speak", StringComparison.Ordinal) || (start.StartsWith("<?xml", StringComparison.Ordinal) && text.Contains("<speak", StringComparison.Ordinal));
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="ScriptException"><c>script.ssml_invalid</c>, <c>script.ssml_unsupported</c>, with line and column.</exception>
    public static (string Shown, IReadOnlyList<ScriptSentence> Sentences) Read(string ssml)
    {
        try
        {
            using var text = new StringReader(ssml.TrimStart());
            using var xml = XmlReader.Create(text, Settings);
            var reader = new SsmlReader(xml);
            xml.MoveToContent();
            reader.Element(SpeakingStyle.Plain);
            reader._text.Finish();
            while (xml.Read())
            {
                // What follows the document must be well formed too.
            }

            return (reader._text.Shown, reader._text.Sentences);
        }
        catch (XmlException e)
        {
            throw new ScriptException("script.ssml_invalid", $"The SSML is broken at line {e.LineNumber}, column {e.LinePosition}: {e.Message}", e);
        }
    }

    /// <summary>Reads the element that the reader stands on, to its end.</summary>
    private void Element(SpeakingStyle style)
    {
        if (_reader.Depth > DeepestElement)
        {
            throw Unsupported($"over {DeepestElement} elements within each other");
        }

        var name = _reader.LocalName;
        switch (name)
        {
            case "speak":
                Content(Language(style));
                break;
            case "p" or "s":
                var kind = name == "p" ? ScriptBreak.Paragraph : ScriptBreak.Sentence;
                _text.End(ScriptBreak.None);
                Content(Language(style));
                _text.End(kind);
                break;
            case "lang":
                Content(Language(style));
                break;
            case "voice":
                Content(Language(style) with { Voice = _reader.GetAttribute("name") ?? style.Voice });
                break;
            case "prosody":
                Content(SsmlValues.Prosody(style, _reader.GetAttribute("rate"), _reader.GetAttribute("pitch"), _reader.GetAttribute("volume")) ?? throw Unsupported("these values of prosody"));
                break;
            case "emphasis":
                Content(SsmlValues.Emphasis(style, _reader.GetAttribute("level")) ?? throw Unsupported($"the emphasis “{_reader.GetAttribute("level")}”"));
                break;
            case "break":
                var pause = SsmlValues.Pause(_reader.GetAttribute("time"), _reader.GetAttribute("strength")) ?? throw Unsupported("this break");
                if (pause > LongestPause)
                {
                    throw Unsupported($"a break of over {LongestPause} s");
                }

                _text.End(ScriptBreak.None, pause);
                Skip();
                break;
            case "sub":
                var alias = _reader.GetAttribute("alias") ?? throw Unsupported("sub without alias");
                _text.Add(Words(), alias, style);
                break;
            case "say-as":
                var (what, format) = (_reader.GetAttribute("interpret-as") ?? "", _reader.GetAttribute("format"));
                var (line, column) = Place();
                var written = Words();
                _text.Add(written, SayAs.Read(written, what, format, style.Language) ?? throw Unsupported($"“{written}” as “{what}”", line, column), style);
                break;
            case "phoneme":
                Phoneme(style);
                break;
            case "mark":
                _text.Mark(_reader.GetAttribute("name") is { Length: > 0 and <= LongestName } place ? place : throw Unsupported($"a mark without a name, or with one of over {LongestName} characters"));
                Skip();
                break;
            default:
                throw Unsupported($"the element “{name}”");
        }
    }

    private void Phoneme(SpeakingStyle style)
    {
        var ipa = _reader.GetAttribute("ph")?.Trim() ?? "";
        if (ipa.Length is 0 or > Pronunciation.MaxLength)
        {
            throw Unsupported($"a phoneme without ph, or with one of over {Pronunciation.MaxLength} characters");
        }

        if (_reader.GetAttribute("alphabet") is { } alphabet and not "ipa")
        {
            throw Unsupported($"the alphabet “{alphabet}” (only ipa)");
        }

        var (line, column) = Place();
        var words = Words();
        if (SentenceSplitter.Split(NormalizedText.From(words)).Count != 1)
        {
            throw Unsupported("a phoneme without a word, or with more than a sentence, in it", line, column);
        }

        _text.Add(words, ipa, $"Line {line}, column {column}", style);
    }

    private SpeakingStyle Language(SpeakingStyle style) =>
        _reader.GetAttribute("xml:lang") is { } language ? style with { Language = language, Voice = null } : style;

    /// <summary>Everything between the element's tags.</summary>
    private void Content(SpeakingStyle style)
    {
        if (_reader.IsEmptyElement)
        {
            return;
        }

        var depth = _reader.Depth;
        while (_reader.Read() && _reader.Depth > depth)
        {
            if (_reader.NodeType == XmlNodeType.Element)
            {
                Element(style);
            }
            else if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
            {
                _text.Add(Flat(_reader.Value), style);
            }
        }
    }

    /// <summary>Line ends in a document only wrap it.</summary>
    private static string Flat(string text) => text.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\n', ' ');

    /// <summary>The element's text, which holds no elements.</summary>
    private string Words()
    {
        var words = "";
        var depth = _reader.Depth;
        while (!_reader.IsEmptyElement && _reader.Read() && _reader.Depth > depth)
        {
            words += _reader.NodeType is XmlNodeType.Element ? throw Unsupported("an element here") : Flat(_reader.Value);
        }

        return words.Trim();
    }

    private void Skip()
    {
        if (Words().Length > 0)
        {
            throw Unsupported("text here");
        }
    }

    private (int Line, int Column) Place() => _reader is IXmlLineInfo info ? (info.LineNumber, info.LinePosition) : (0, 0);

    private ScriptException Unsupported(string what) => Unsupported(what, Place().Line, Place().Column);

    private static ScriptException Unsupported(string what, int line, int column) =>
        new("script.ssml_unsupported", $"Line {line}, column {column}: {what} is not supported.");
}

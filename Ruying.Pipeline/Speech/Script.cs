namespace Ruying.Pipeline.Speech;

/// <summary>
/// Plain text, or SSML (see <see cref="Ssml.SsmlReader"/>), made ready to be spoken: line ends unified, control, bidirectional and other invisible characters dropped,
/// letters composed, cut into sentences that know where they stood in the text as it was given.
/// </summary>
public sealed class Script
{
    /// <summary>Characters (UTF-16 units) that one script may have: close to two hours of speech.</summary>
    public const int MaxLength = 100_000;

    /// <summary>Seconds of speech that one video may have.</summary>
    public const double MaxSeconds = 3600;

    private Script(string text, IReadOnlyList<ScriptSentence> sentences) => (Text, Sentences) = (text, sentences);

    /// <summary>The text as it was given, of SSML what its elements hold; all offsets count in it.</summary>
    public string Text { get; }

    /// <summary>What is to be spoken, in order, at least one.</summary>
    public IReadOnlyList<ScriptSentence> Sentences { get; }

    /// <summary>The sentences that begin before a place, and their text.</summary>
    /// <param name="offset">After a word of the first sentence, in UTF-16 units of <see cref="Text"/>.</param>
    internal Script Until(int offset)
    {
        var sentences = Sentences.TakeWhile(sentence => sentence.Offset < offset).ToList();
        return sentences.Count == Sentences.Count ? this : new Script(Text[..Sentences[sentences.Count].Offset], sentences);
    }

    /// <summary>Reads a script.</summary>
    /// <param name="text">Plain text in any language, or SSML, which begins with <c>&lt;speak</c>.</param>
    /// <exception cref="ScriptException">Nothing to say (<c>script.empty</c>), more than <see cref="MaxLength"/> (<c>script.too_long</c>), or SSML that
    /// is broken (<c>script.ssml_invalid</c>) or asks for what is not supported (<c>script.ssml_unsupported</c>).</exception>
    public static Script Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            throw new ScriptException(
                "script.too_long", $"The script has {text.Length} characters; split it into parts of at most {MaxLength}.");
        }

        var (shown, sentences) = Ssml.SsmlReader.IsSsml(text) ? Ssml.SsmlReader.Read(text) : (text, SentenceSplitter.Split(NormalizedText.From(text)));
        return sentences.Count > 0
            ? new Script(shown, sentences)
            : throw new ScriptException("script.empty", "The script has nothing to say: write at least one word.");
    }
}

namespace Ruying.Pipeline.Speech;

/// <summary>What follows a piece of a script.</summary>
public enum ScriptBreak
{
    /// <summary>The same clause goes on in another manner.</summary>
    None,

    /// <summary>The same sentence goes on: it was too long for one piece.</summary>
    Clause,

    /// <summary>The next sentence of the paragraph.</summary>
    Sentence,

    /// <summary>A new paragraph, or the end.</summary>
    Paragraph,
}

/// <summary>A sentence of a script, or a part of a very long one.</summary>
public sealed class ScriptSentence
{
    private readonly int[] _starts;
    private readonly int[] _ends;

    internal ScriptSentence(string text, int[] starts, int[] ends, ScriptBreak @break)
    {
        Text = text;
        Break = @break;
        Style = SpeakingStyle.Plain;
        _starts = starts;
        _ends = ends;
    }

    /// <summary>Normalised text on one line, without white space at its ends.</summary>
    public string Text { get; }

    /// <summary>What follows it.</summary>
    public ScriptBreak Break { get; }

    /// <summary>How it is spoken.</summary>
    public SpeakingStyle Style { get; private init; }

    /// <summary>Seconds of pause after it, asked for by the script; null for what <see cref="Break"/> means.</summary>
    public double? Pause { get; private init; }

    /// <summary>Where it starts in the text as it was given, in UTF-16 units.</summary>
    public int Offset => _starts[0];

    /// <summary>Where a character of <see cref="Text"/> starts in the text as it was given, in UTF-16 units.</summary>
    /// <param name="index">0 to the length of <see cref="Text"/> less 1.</param>
    public int OffsetOf(int index) => _starts[index];

    /// <summary>Where a character of <see cref="Text"/> ends in the text as it was given, in UTF-16 units.</summary>
    /// <param name="index">0 to the length of <see cref="Text"/> less 1.</param>
    public int EndOf(int index) => _ends[index];

    internal ScriptSentence EndingWith(ScriptBreak kind) => With(kind, Style, Pause);

    internal ScriptSentence With(ScriptBreak kind, SpeakingStyle style, double? pause) => new(Text, _starts, _ends, kind) { Style = style, Pause = pause };
}

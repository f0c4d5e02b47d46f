namespace Ruying.Pipeline.Speech;

/// <summary>What follows a piece of a script.</summary>
public enum ScriptBreak
{
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
    private readonly int[] _offsets;

    internal ScriptSentence(string text, int[] offsets, ScriptBreak @break)
    {
        Text = text;
        Break = @break;
        _offsets = offsets;
    }

    /// <summary>Normalised text on one line, without white space at its ends.</summary>
    public string Text { get; }

    /// <summary>What follows it.</summary>
    public ScriptBreak Break { get; }

    /// <summary>Where it starts in the text as it was given, in UTF-16 units.</summary>
    public int Offset => _offsets[0];

    /// <summary>Where a character of <see cref="Text"/> stood in the text as it was given.</summary>
    /// <param name="index">0 to the length of <see cref="Text"/>; the length gives the position after the last character.</param>
    public int OffsetOf(int index) => _offsets[index];

    internal ScriptSentence EndingWith(ScriptBreak kind) => new(Text, _offsets, kind);
}

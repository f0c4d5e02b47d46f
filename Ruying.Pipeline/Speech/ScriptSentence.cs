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

    /// <summary>The stretches of <see cref="Text"/> whose sounds are given, in order and apart.</summary>
    public IReadOnlyList<Pronunciation> Pronunciations { get; internal init; } = [];

    /// <summary>The marks within it or right after it, in order.</summary>
    public IReadOnlyList<ScriptMark> Marks { get; internal init; } = [];

    internal ScriptSentence EndingWith(ScriptBreak kind) => With(kind, Style, Pause);

    internal ScriptSentence With(ScriptBreak kind, SpeakingStyle style, double? pause) =>
        new(Text, _starts, _ends, kind) { Style = style, Pause = pause, Pronunciations = Pronunciations, Marks = Marks };

    internal ScriptSentence With(IReadOnlyList<Pronunciation> pronunciations, IReadOnlyList<ScriptMark> marks) =>
        new(Text, _starts, _ends, Break) { Style = Style, Pause = Pause, Pronunciations = pronunciations, Marks = marks };

    /// <summary>The same sentence with stretches of its text replaced, each new character standing for the whole of its stretch.</summary>
    /// <param name="stretches">In order and apart: where in <see cref="Text"/>, and what to speak there in its place.</param>
    /// <param name="added">What is pronounced otherwise, counted in the old text.</param>
    internal ScriptSentence Replacing(IReadOnlyList<(int Start, int End, string Spoken)> stretches, IReadOnlyList<Pronunciation> added)
    {
        var (text, starts, ends, moved) = (new System.Text.StringBuilder(), new List<int>(), new List<int>(), new int[Text.Length + 1]);
        var at = 0;
        foreach (var (start, end, spoken) in stretches.Append((Text.Length, Text.Length, "")))
        {
            for (; at < start; at++)
            {
                moved[at] = text.Length;
                text.Append(Text[at]);
                starts.Add(_starts[at]);
                ends.Add(_ends[at]);
            }

            foreach (var c in spoken)
            {
                text.Append(c);
                starts.Add(_starts[start]);
                ends.Add(_ends[end - 1]);
            }

            at = end;
        }

        moved[^1] = text.Length;
        return new ScriptSentence(text.ToString(), [.. starts], [.. ends], Break)
        {
            Style = Style,
            Pause = Pause,
            Marks = Marks,
            Pronunciations = [.. Pronunciations.Concat(added).OrderBy(p => p.Start).Select(p => p with { Start = moved[p.Start], Length = moved[p.End] - moved[p.Start] })],
        };
    }
}

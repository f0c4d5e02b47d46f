using System.Text;

namespace Ruying.Pipeline.Speech.Ssml;

/// <summary>What is shown of a document, and what is spoken of it in runs of one style.</summary>
internal sealed class SsmlText
{
    private const string SentenceEnds = ".!?…。！？।؟";

    private readonly StringBuilder _shown = new();
    private readonly List<ScriptSentence> _sentences = [];
    private readonly StringBuilder _run = new();
    private readonly List<int> _starts = [];
    private readonly List<int> _ends = [];
    private readonly List<(int Start, int End, string Ipa, string Where)> _given = [];
    private readonly List<ScriptMark> _marks = [];
    private SpeakingStyle _style = SpeakingStyle.Plain;

    public string Shown => _shown.ToString();

    public IReadOnlyList<ScriptSentence> Sentences => _sentences;

    /// <summary>Adds text that is spoken as it stands.</summary>
    public void Add(string text, SpeakingStyle style)
    {
        Continue(style);
        foreach (var c in text)
        {
            _run.Append(c);
            _starts.Add(_shown.Length);
            _shown.Append(c);
            _ends.Add(_shown.Length);
        }
    }

    /// <summary>Adds text that is shown while another is spoken.</summary>
    public void Add(string shown, string spoken, SpeakingStyle style)
    {
        Continue(style);
        var start = _shown.Length;
        _shown.Append(shown);
        foreach (var c in spoken)
        {
            _run.Append(c);
            _starts.Add(start);
            _ends.Add(_shown.Length);
        }
    }

    /// <summary>Adds text whose sounds are given.</summary>
    public void Add(string text, string ipa, string where, SpeakingStyle style)
    {
        Continue(style);
        _given.Add((_shown.Length, _shown.Length + text.Length, ipa, where));
        Add(text, style);
    }

    /// <summary>Names the place.</summary>
    public void Mark(string name) => _marks.Add(new ScriptMark(name, _shown.Length));

    /// <summary>Gives the marks that nothing follows to the last sentence.</summary>
    public void Finish()
    {
        End(ScriptBreak.Paragraph);
        if (_sentences is [.., var last])
        {
            _sentences[^1] = last.With(last.Pronunciations, [.. last.Marks, .. _marks]);
        }
    }

    /// <summary>Ends the sentence.</summary>
    public void End(ScriptBreak kind, double? pause = null)
    {
        Flush(kind);
        if (_sentences is [.., var last])
        {
            // A boundary right after another: the stronger one holds; pauses add up.
            var stronger = (ScriptBreak)Math.Max((int)last.Break, (int)kind);
            _sentences[^1] = last.With(stronger, last.Style, pause is null ? last.Pause : pause + (last.Pause ?? 0));
        }

        if (_shown.Length > 0 && !char.IsWhiteSpace(_shown[^1]))
        {
            _shown.Append(kind == ScriptBreak.Paragraph ? '\n' : ' ');
        }
    }

    private void Continue(SpeakingStyle style)
    {
        if (style != _style)
        {
            var text = _run.ToString().TrimEnd();
            Flush(text.Length > 0 && SentenceEnds.Contains(text[^1]) ? ScriptBreak.Sentence : ScriptBreak.None);
            _style = style;
        }
    }

    private void Flush(ScriptBreak kind)
    {
        var sentences = SentenceSplitter.Split(NormalizedText.From(_run.ToString(), _starts, _ends));
        for (var i = 0; i < sentences.Count; i++)
        {
            var styled = sentences[i].With(i == sentences.Count - 1 ? kind : sentences[i].Break, _style, null);
            var end = styled.EndOf(styled.Text.Length - 1);
            _sentences.Add(styled.With(Pronunciations(styled), [.. _marks.Where(mark => mark.Offset <= end)]));
            _marks.RemoveAll(mark => mark.Offset <= end);
        }

        _run.Clear();
        _starts.Clear();
        _ends.Clear();
    }

    private List<Pronunciation> Pronunciations(ScriptSentence sentence)
    {
        var found = new List<Pronunciation>();
        foreach (var (start, end, ipa, where) in _given)
        {
            var inside = Enumerable.Range(0, sentence.Text.Length).Where(i => sentence.OffsetOf(i) >= start && sentence.EndOf(i) <= end).ToArray();
            if (inside.Length > 0)
            {
                found.Add(new Pronunciation(inside[0], inside[^1] - inside[0] + 1, ipa, where));
            }
        }

        // What one sentence took is not said again in the next.
        _given.RemoveAll(given => found.Exists(p => p.Where == given.Where));
        return found;
    }
}

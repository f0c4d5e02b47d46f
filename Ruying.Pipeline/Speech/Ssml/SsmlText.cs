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
            _sentences.Add(sentences[i].With(i == sentences.Count - 1 ? kind : sentences[i].Break, _style, null));
        }

        _run.Clear();
        _starts.Clear();
        _ends.Clear();
    }
}

using System.Text;

namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>A sentence with the engine's own names of sounds in it, and where each of its characters came from.</summary>
internal sealed class EspeakText
{
    private readonly List<(int From, int To)> _sources = [];

    /// <param name="text">The sentence.</param>
    /// <param name="pronunciations">The stretches whose sounds are given, in order and apart.</param>
    /// <param name="write">Gives the names of a stretch's sounds.</param>
    public EspeakText(string text, IReadOnlyList<Pronunciation> pronunciations, Func<Pronunciation, string> write)
    {
        var whole = new StringBuilder();
        var (at, point) = (0, 0);
        foreach (var pronunciation in pronunciations)
        {
            Copy(pronunciation.Start);
            var points = text.Substring(pronunciation.Start, pronunciation.Length).EnumerateRunes().Count();
            var names = $"[[{write(pronunciation)}]]";
            whole.Append(names);
            _sources.AddRange(names.Select(_ => (point, point + points)));
            (at, point) = (pronunciation.End, point + points);
        }

        Copy(text.Length);
        Text = whole.ToString();

        void Copy(int end)
        {
            foreach (var rune in text.AsSpan(at, end - at).EnumerateRunes())
            {
                // A bracket of the writer's own must not be taken for one of ours.
                whole.Append(rune.Value is '[' or ']' ? " " : rune.ToString());
                _sources.Add((point, ++point));
            }

            at = end;
        }
    }

    /// <summary>What the engine is given.</summary>
    public string Text { get; }

    /// <summary>An event of the engine, counted in the sentence as it was.</summary>
    /// <param name="position">In code points, from 1.</param>
    /// <param name="length">In code points.</param>
    /// <param name="start">In samples.</param>
    public WordEvent Event(int position, int length, int start)
    {
        if (length <= 0 || position < 1 || position > _sources.Count)
        {
            return new WordEvent(position, 0, start);
        }

        var from = _sources[position - 1].From;
        var to = _sources[Math.Min(position - 1 + length, _sources.Count) - 1].To;
        return new WordEvent(from + 1, to - from, start);
    }
}

namespace Ruying.Pipeline.Speech;

/// <summary>A word as the engine reports it.</summary>
/// <param name="Position">In code points, from 1.</param>
/// <param name="Length">In code points; 0 for words that the engine made up.</param>
/// <param name="Start">In samples.</param>
internal readonly record struct WordEvent(int Position, int Length, int Start);
/// <summary>
/// Gives each word of the sentence its time. The engine's words are not the script's: it splits <c>can't</c> and numbers,
/// joins <c>of the</c>, and reports blanks and dots as words, so its events are only taken for where in the text the voice is.
/// </summary>
internal static class WordTimeline
{
    public static IReadOnlyList<SpokenWord> From(
        string text, IEnumerable<WordEvent> events, IReadOnlyList<SpokenPhoneme> phonemes, int length)
    {
        var words = ScriptWords.Find(text);
        var starts = Starts(text, words, events);
        // An emoji or a sign that has no event was not spoken.
        var spoken = Enumerable.Range(0, words.Count).Where(i => starts[i] is not null || !words[i].IsSymbol).ToArray();
        var known = spoken.Select(i => starts[i]).ToArray();
        var filled = Fill(known, [.. spoken.Select(i => words[i].Length)], length);
        var timed = new List<SpokenWord>(spoken.Length);
        for (var i = 0; i < spoken.Length; i++)
        {
            var next = i + 1 < filled.Length ? filled[i + 1] : length;
            timed.Add(new SpokenWord(words[spoken[i]], filled[i], EndBeforePause(phonemes, filled[i], next)));
        }

        return timed;
    }

    /// <summary>When each word is first heard, or null where no event points at it.</summary>
    private static int?[] Starts(string text, IReadOnlyList<ScriptWord> words, IEnumerable<WordEvent> events)
    {
        var offsets = Utf16Offsets(text);
        var starts = new int?[words.Count];
        var (at, latest) = (0, 0);
        foreach (var spoken in events.Where(spoken => spoken.Length > 0 && spoken.Position >= 1 && spoken.Position < offsets.Length))
        {
            var from = offsets[spoken.Position - 1];
            var to = offsets[Math.Min(spoken.Position - 1 + spoken.Length, offsets.Length - 1)];
            while (at < words.Count && words[at].End <= from)
            {
                at++;
            }

            if (at < words.Count && words[at].Start < to && starts[at] is null)
            {
                latest = Math.Max(latest, spoken.Start);
                starts[at] = latest;
            }
        }

        return starts;
    }

    /// <summary>Shares the time of a word among those after it that have none, by their letters.</summary>
    private static int[] Fill(int?[] known, int[] lengths, int end)
    {
        var filled = new int[known.Length];
        for (var i = 0; i < known.Length;)
        {
            var next = i + 1;
            while (next < known.Length && known[next] is null)
            {
                next++;
            }

            var from = known[i] ?? 0;
            var to = next < known.Length ? known[next]!.Value : end;
            var letters = lengths[i..next].Sum();
            var before = 0;
            for (; i < next; i++)
            {
                filled[i] = from + (int)((long)(to - from) * before / letters);
                before += lengths[i];
            }
        }

        return filled;
    }

    private static int EndBeforePause(IReadOnlyList<SpokenPhoneme> phonemes, int start, int next)
    {
        // Backwards over what lies before the next word: pauses at the word's end are not the word.
        var end = next;
        for (var i = phonemes.Count - 1; i >= 0 && phonemes[i].End > start; i--)
        {
            if (phonemes[i].Start >= end || phonemes[i].End < end)
            {
                continue;
            }

            if (phonemes[i].Ipa != SpokenPhoneme.Pause || phonemes[i].Start <= start)
            {
                break;
            }

            end = phonemes[i].Start;
        }

        return end;
    }

    /// <summary>Where each code point starts, and the end.</summary>
    private static int[] Utf16Offsets(string text)
    {
        var offsets = new List<int>(text.Length + 1) { 0 };
        foreach (var rune in text.EnumerateRunes())
        {
            offsets.Add(offsets[^1] + rune.Utf16SequenceLength);
        }

        return [.. offsets];
    }
}

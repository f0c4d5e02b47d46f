namespace Ruying.Pipeline.Speech;

/// <summary>Gives the marks of a script their times: a mark is passed when the first word after it begins, or when its sentence has been said.</summary>
internal sealed class MarkTimeline
{
    private readonly List<(string Name, long Sample)> _marks = [];

    /// <summary>Adds the marks of a sentence.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="spoken">How it was spoken.</param>
    /// <param name="start">The sample of the utterance at which it begins.</param>
    public void Add(ScriptSentence sentence, SpokenSentence spoken, long start)
    {
        foreach (var mark in sentence.Marks)
        {
            var next = spoken.Words.Where(word => sentence.OffsetOf(word.Word.Start) >= mark.Offset).Select(word => (int?)word.Start).FirstOrDefault();
            _marks.Add((mark.Name, start + (next ?? spoken.Pcm.Length)));
        }
    }

    /// <summary>All marks in order.</summary>
    /// <param name="sampleRate">Samples a second.</param>
    public IReadOnlyList<MarkTiming> Times(int sampleRate) => [.. _marks.Select(mark => new MarkTiming(mark.Name, (double)mark.Sample / sampleRate))];
}

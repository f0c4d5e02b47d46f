namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>A stretch of a recording in which every word and its time are known.</summary>
/// <param name="Voice">The synthesiser's voice that reads it most alike, such as <c>en-gb</c>.</param>
/// <param name="Start">Seconds from the start of the recording.</param>
/// <param name="End">Seconds from the start of the recording; between the two nothing else is said.</param>
/// <param name="Words">In order, seconds from <paramref name="Start"/>.</param>
public sealed record TimedSentence(string Voice, double Start, double End, IReadOnlyList<TimedWord> Words)
{
    /// <summary>The words as a synthesiser should read them.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Text => string.Join(' ', Words.Select(w => w.Text));
}

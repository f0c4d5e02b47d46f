using System.Text.Json;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;

namespace Ruying.Pipeline.Videos;

/// <summary>The sound of a video and what is known of it, kept in the work folder so that a resumed job speaks the same.</summary>
/// <param name="SoundPath">WAV, mono, at the rate of the voice or of the recording.</param>
/// <param name="Words">Words; empty for a recording.</param>
/// <param name="Phonemes">Speech sounds; empty for a recording.</param>
public sealed record SpokenTrack(string SoundPath, IReadOnlyList<WordTiming> Words, IReadOnlyList<PhonemeTiming> Phonemes)
{
    /// <summary>The script's marks; none for a recording.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<MarkTiming> Marks { get; init; } = [];

    private const string SoundName = "speech.wav";
    private const string TimingsName = "speech.json";

    /// <summary>Reads what an earlier attempt left, or null.</summary>
    public static SpokenTrack? Find(string folder)
    {
        var timings = Path.Combine(folder, TimingsName);
        return File.Exists(timings) && JsonSerializer.Deserialize<Timings>(File.ReadAllBytes(timings)) is { } known
            ? new SpokenTrack(Path.Combine(folder, SoundName), known.Words, known.Phonemes) { Marks = known.Marks ?? [] }
            : null;
    }

    /// <summary>Keeps an utterance.</summary>
    /// <param name="folder">The work folder.</param>
    /// <param name="utterance">The sound, its words and phonemes.</param>
    public static SpokenTrack Keep(string folder, Utterance utterance)
    {
        var path = Path.Combine(folder, SoundName);
        WavFile.Write(path, utterance.Audio);

        // The timings come last and by rename: where they are, the sound is whole.
        var timings = Path.Combine(folder, TimingsName);
        File.WriteAllBytes(timings + ".partial", JsonSerializer.SerializeToUtf8Bytes(new Timings(utterance.Words, utterance.Phonemes, utterance.Marks)));
        File.Move(timings + ".partial", timings, overwrite: true);
        return new SpokenTrack(path, utterance.Words, utterance.Phonemes) { Marks = utterance.Marks };
    }

    private sealed record Timings(IReadOnlyList<WordTiming> Words, IReadOnlyList<PhonemeTiming> Phonemes, IReadOnlyList<MarkTiming>? Marks);
}

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

    /// <summary>The sound's name in the work folder.</summary>
    public const string SoundName = "speech.wav";

    /// <summary>The times' name in the work folder; where they are, the sound is whole.</summary>
    public const string TimingsName = "speech.json";

    private const string BeginningName = "beginning.wav";

    /// <summary>Reads what an earlier attempt left, or null.</summary>
    public static SpokenTrack? Find(string folder)
    {
        var timings = Path.Combine(folder, TimingsName);
        return File.Exists(timings) && JsonSerializer.Deserialize<Timings>(File.ReadAllBytes(timings)) is { } known
            ? new SpokenTrack(SoundIn(folder), known.Words, known.Phonemes) { Marks = known.Marks ?? [] }
            : null;
    }

    /// <summary>Where the sound lies, or is to be put before <see cref="Keep"/>.</summary>
    public static string SoundIn(string folder) => Path.Combine(folder, SoundName);

    /// <summary>Cuts the sound off where it is longer; words and sounds stay, as their times do.</summary>
    /// <param name="seconds">How much of it stays.</param>
    public void CutSound(double seconds)
    {
        if (WavFile.Seconds(SoundPath) > seconds)
        {
            int rate;
            using (var sound = WavSound.Open(SoundPath))
            {
                rate = sound.SampleRate;
            }

            WavFile.SetLength(SoundPath, (long)Math.Round(seconds * rate));
        }
    }

    /// <summary>Writes the sound's beginning to a file of its own: what is done to a sound takes as long as it is.</summary>
    /// <param name="folder">The work folder.</param>
    /// <param name="frames">Frames of video that it covers; no more than the sound does.</param>
    /// <returns>The file's path.</returns>
    public string Beginning(string folder, int frames)
    {
        var path = Path.Combine(folder, BeginningName);
        using var sound = WavSound.Open(SoundPath);
        var samples = new float[(int)Math.Round((double)frames * sound.SampleRate / Clock.FramesPerSecond)];
        sound.Read(0, samples);
        WavFile.Write(path, new PcmAudio(samples, sound.SampleRate));
        return path;
    }

    /// <summary>Keeps speech as it comes.</summary>
    /// <param name="folder">The work folder.</param>
    /// <param name="speech">The pieces, at least one.</param>
    /// <param name="cancellationToken">Stops between two pieces.</param>
    /// <param name="seconds">No further piece is asked for when there is so much; null takes all.</param>
    public static async Task<SpokenTrack> KeepAsync(string folder, IAsyncEnumerable<SpokenPart> speech, CancellationToken cancellationToken, double? seconds = null)
    {
        var (words, phonemes, marks) = (new List<WordTiming>(), new List<PhonemeTiming>(), new List<MarkTiming>());
        WavWriter? sound = null;
        try
        {
            await foreach (var part in speech.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                sound ??= new WavWriter(SoundIn(folder), part.Audio.SampleRate);
                sound.Write(part.Audio.Samples);
                words.AddRange(part.Words);
                phonemes.AddRange(part.Phonemes);
                marks.AddRange(part.Marks);
                if (sound.Length >= seconds * part.Audio.SampleRate)
                {
                    break;
                }
            }

            sound?.Complete();
        }
        finally
        {
            sound?.Dispose();
        }

        return Keep(folder, words, phonemes, marks);
    }

    /// <summary>Keeps what is known of the sound that lies in <see cref="SoundIn"/>.</summary>
    /// <param name="folder">The work folder.</param>
    /// <param name="words">Words; empty where they are not known.</param>
    /// <param name="phonemes">Speech sounds; empty where they are not known.</param>
    /// <param name="marks">The script's marks; null for none.</param>
    public static SpokenTrack Keep(string folder, IReadOnlyList<WordTiming> words, IReadOnlyList<PhonemeTiming> phonemes, IReadOnlyList<MarkTiming>? marks = null)
    {
        // The timings come last and by rename: where they are, the sound is whole.
        var timings = Path.Combine(folder, TimingsName);
        File.WriteAllBytes(timings + ".partial", JsonSerializer.SerializeToUtf8Bytes(new Timings(words, phonemes, marks)));
        File.Move(timings + ".partial", timings, overwrite: true);
        return new SpokenTrack(SoundIn(folder), words, phonemes) { Marks = marks ?? [] };
    }

    private sealed record Timings(IReadOnlyList<WordTiming> Words, IReadOnlyList<PhonemeTiming> Phonemes, IReadOnlyList<MarkTiming>? Marks);
}

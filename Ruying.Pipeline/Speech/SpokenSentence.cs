using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech;

/// <summary>A word of a sentence and when it is heard, in samples.</summary>
internal readonly record struct SpokenWord(ScriptWord Word, int Start, int End);

/// <summary>A speech sound and when it is heard, in samples; see <see cref="PhonemeTiming"/>.</summary>
internal readonly record struct SpokenPhoneme(string Ipa, int Start, int End, int Stress)
{
    public const string Pause = "_";
}

/// <summary>One sentence as an engine spoke it; all times are samples from its start.</summary>
/// <param name="Pcm">Without the engine's own pauses at its ends; may be empty.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Phonemes">From 0 to the end without gaps or overlaps; empty where the engine does not know.</param>
/// <param name="Words">In order; empty where the engine does not know.</param>
internal sealed record SpokenSentence(short[] Pcm, int SampleRate, IReadOnlyList<SpokenPhoneme> Phonemes, IReadOnlyList<SpokenWord> Words)
{
    /// <summary>Below this a sample is silent: 1/4000 of full scale.</summary>
    public const int Silence = 8;

    private const float FullScale = 32768;

    /// <summary>The sound, -1 to 1.</summary>
    public PcmAudio Audio => new(Array.ConvertAll(Pcm, s => s / FullScale), SampleRate);

    /// <summary>Samples of -1 to 1 as 16 bits; louder ones are cut off.</summary>
    public static short[] ToPcm(float[] samples) =>
        Array.ConvertAll(samples, s => (short)Math.Clamp(MathF.Round(s * FullScale), short.MinValue, short.MaxValue));

    /// <summary>The same at another rate.</summary>
    public async Task<SpokenSentence> ResampleAsync(int sampleRate, CancellationToken cancellationToken)
    {
        if (sampleRate == SampleRate || Pcm.Length == 0)
        {
            return this with { SampleRate = sampleRate };
        }

        var audio = await AudioReader.ResampleAsync(Audio, sampleRate, cancellationToken).ConfigureAwait(false);
        int At(int sample) => (int)Math.Min((long)sample * sampleRate / SampleRate, audio.Samples.Length);
        return new SpokenSentence(
            ToPcm(audio.Samples),
            sampleRate,
            [.. Phonemes.Select((p, i) => p with { Start = At(p.Start), End = i == Phonemes.Count - 1 ? audio.Samples.Length : At(p.End) })],
            [.. Words.Select(w => w with { Start = At(w.Start), End = At(w.End) })]);
    }
}

namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>One sentence as the engine spoke it; all times are samples from its start.</summary>
/// <param name="Pcm">Without the engine's own pause at the end; may be empty.</param>
/// <param name="Phonemes">From 0 to the end without gaps or overlaps.</param>
/// <param name="Words">In order.</param>
internal sealed record SpokenSentence(short[] Pcm, IReadOnlyList<SpokenPhoneme> Phonemes, IReadOnlyList<SpokenWord> Words)
{
    /// <summary>Below this a sample is silent: 1/4000 of full scale.</summary>
    public const int Silence = 8;

    /// <param name="text">What was asked for.</param>
    /// <param name="reply">The host's.</param>
    /// <param name="stretch">See <see cref="EspeakProsody"/>.</param>
    public static SpokenSentence From(string text, HostReply reply, double stretch)
    {
        var pcm = Resampling.Play(reply.Pcm, stretch);
        pcm = pcm[..SpokenEnd(pcm)];
        int Time(int sample) => Math.Clamp((int)Math.Round(sample / stretch), 0, pcm.Length);
        var sounds = reply.Phonemes.Select(sound => sound with { Sample = Time(sound.Sample) });
        var phonemes = PhonemeTimeline.From(sounds, reply.Transcript, pcm, reply.SampleRate);
        var events = reply.Words.Select(word => new WordEvent(word[0], word[1], Time(word[2])));
        return new SpokenSentence(pcm, phonemes, WordTimeline.From(text, events, phonemes, pcm.Length));
    }

    private static int SpokenEnd(short[] pcm)
    {
        var end = pcm.Length;
        while (end > 0 && Math.Abs((int)pcm[end - 1]) <= Silence)
        {
            end--;
        }

        return end;
    }
}

namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>Makes a spoken sentence of what the host answered.</summary>
internal static class EspeakSentence
{
    /// <param name="text">What was asked for.</param>
    /// <param name="reply">The host's.</param>
    /// <param name="stretch">See <see cref="EspeakProsody"/>.</param>
    /// <param name="written">What the engine was given, where that is not the text.</param>
    public static SpokenSentence From(string text, HostReply reply, double stretch, EspeakText? written = null)
    {
        var pcm = Resampling.Play(reply.Pcm, stretch);
        pcm = pcm[..SpokenEnd(pcm)];
        int Time(int sample) => Math.Clamp((int)Math.Round(sample / stretch), 0, pcm.Length);
        var sounds = reply.Phonemes.Select(sound => sound with { Sample = Time(sound.Sample) });
        var phonemes = PhonemeTimeline.From(sounds, reply.Transcript, pcm, reply.SampleRate);
        var events = reply.Words.Select(word => written?.Event(word[0], word[1], Time(word[2])) ?? new WordEvent(word[0], word[1], Time(word[2])));
        return new SpokenSentence(pcm, reply.SampleRate, phonemes, WordTimeline.From(text, events, phonemes, pcm.Length));
    }

    private static int SpokenEnd(short[] pcm)
    {
        var end = pcm.Length;
        while (end > 0 && Math.Abs((int)pcm[end - 1]) <= SpokenSentence.Silence)
        {
            end--;
        }

        return end;
    }
}

namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>Makes the engine's marks of where sounds start a line without gaps.</summary>
internal static class PhonemeTimeline
{
    /// <summary>A shorter gap between sounds belongs to the sound before it.</summary>
    private const double ShortestPause = 0.04;

    /// <summary>How long the breath is held before a p, t or k, at most.</summary>
    private const double LongestClosure = 0.08;

    private const double ShortestSound = 0.015;

    public static IReadOnlyList<SpokenPhoneme> From(
        IEnumerable<HostPhoneme> reported, IReadOnlyList<string> transcript, short[] pcm, int sampleRate)
    {
        var sounds = Sounds(reported);
        if (pcm.Length == 0)
        {
            return [];
        }

        if (sounds.Count == 0 || sounds[0].Sample > 0)
        {
            sounds.Insert(0, new HostPhoneme(SpokenPhoneme.Pause, 0));
        }

        DropFalsePauses(sounds, pcm, (int)(ShortestPause * sampleRate));
        AddClosures(sounds, pcm, (int)(LongestClosure * sampleRate), (int)(ShortestSound * sampleRate));
        GiveRoom(sounds, pcm.Length, (int)(ShortestSound * sampleRate));
        var timed = new List<SpokenPhoneme>(sounds.Count);
        for (var i = 0; i < sounds.Count; i++)
        {
            var end = i + 1 < sounds.Count ? sounds[i + 1].Sample : pcm.Length;
            if (end > sounds[i].Sample)
            {
                timed.Add(new SpokenPhoneme(sounds[i].Ipa, sounds[i].Sample, end, 0));
            }
        }

        return Stressed(timed, transcript);
    }

    /// <summary>Clean names; marks that stand alone joined to their sound, pauses as <c>_</c>, times never going back.</summary>
    private static List<HostPhoneme> Sounds(IEnumerable<HostPhoneme> reported)
    {
        var sounds = new List<HostPhoneme>();
        foreach (var (name, sample) in reported)
        {
            if (PhonemeNames.IsLanguageSwitch(name))
            {
                continue;
            }

            var ipa = PhonemeNames.Clean(name).Ipa;
            var last = sounds.Count > 0 ? sounds[^1] : null;
            if (PhonemeNames.IsModifier(ipa))
            {
                if (last is not null && last.Ipa != SpokenPhoneme.Pause)
                {
                    sounds[^1] = last with { Ipa = last.Ipa + ipa };
                }

                continue;
            }

            sounds.Add(new HostPhoneme(ipa.Length == 0 ? SpokenPhoneme.Pause : ipa, Math.Max(sample, last?.Sample ?? 0)));
        }

        return sounds;
    }

    /// <summary>What the engine leaves nameless within a word is often still heard: the mouth must not close there.</summary>
    private static void DropFalsePauses(List<HostPhoneme> sounds, short[] pcm, int shortest)
    {
        for (var i = sounds.Count - 2; i > 0; i--)
        {
            var length = sounds[i + 1].Sample - sounds[i].Sample;
            var isAfterPause = sounds[i - 1].Ipa == SpokenPhoneme.Pause;
            if (sounds[i].Ipa == SpokenPhoneme.Pause && (isAfterPause || length < shortest || !IsSilent(pcm, sounds[i].Sample, sounds[i + 1].Sample)))
            {
                sounds.RemoveAt(i);
            }
        }
    }

    private static bool IsSilent(short[] pcm, int start, int end)
    {
        var quiet = 0;
        foreach (var sample in pcm.AsSpan(start, end - start))
        {
            quiet += Math.Abs((int)sample) <= SpokenSentence.Silence ? 1 : 0;
        }

        return quiet >= (end - start) * 3 / 4;
    }

    /// <summary>
    /// The engine marks a voiceless stop where it bursts, and the silence before it, when the lips or the tongue are already
    /// closed, as part of the sound before. To a mouth that silence is the stop.
    /// </summary>
    private static void AddClosures(List<HostPhoneme> sounds, short[] pcm, int longest, int shortestBefore)
    {
        for (var i = 1; i < sounds.Count; i++)
        {
            if (!PhonemeNames.HasSilentClosure(sounds[i].Ipa))
            {
                continue;
            }

            var isAfterPause = sounds[i - 1].Ipa == SpokenPhoneme.Pause;
            var earliest = Math.Max(sounds[i].Sample - longest, sounds[i - 1].Sample + (isAfterPause ? 0 : shortestBefore));
            var start = Math.Min(sounds[i].Sample, pcm.Length);
            while (start > earliest && Math.Abs((int)pcm[start - 1]) <= SpokenSentence.Silence)
            {
                start--;
            }

            sounds[i] = sounds[i] with { Sample = Math.Min(start, sounds[i].Sample) };
        }
    }

    /// <summary>A sound that the engine gives no time of its own (the l of <c>cool</c>) is heard in the end of the one before it.</summary>
    private static void GiveRoom(List<HostPhoneme> sounds, int length, int shortest)
    {
        for (var i = sounds.Count - 1; i > 0; i--)
        {
            var end = i + 1 < sounds.Count ? sounds[i + 1].Sample : length;
            var before = sounds[i - 1];
            if (sounds[i].Ipa != SpokenPhoneme.Pause && before.Ipa != SpokenPhoneme.Pause && end - sounds[i].Sample < shortest)
            {
                sounds[i] = sounds[i] with { Sample = Math.Min(sounds[i].Sample, Math.Max(end - 2 * shortest, (2 * end + before.Sample) / 3)) };
            }
        }
    }

    private static List<SpokenPhoneme> Stressed(List<SpokenPhoneme> timed, IReadOnlyList<string> transcript)
    {
        var spoken = Enumerable.Range(0, timed.Count).Where(i => timed[i].Ipa != SpokenPhoneme.Pause).ToArray();
        var stresses = PhonemeNames.Stresses([.. spoken.Select(i => timed[i].Ipa)], transcript);
        for (var i = 0; i < spoken.Length; i++)
        {
            timed[spoken[i]] = timed[spoken[i]] with { Stress = stresses[i] };
        }

        return timed;
    }
}

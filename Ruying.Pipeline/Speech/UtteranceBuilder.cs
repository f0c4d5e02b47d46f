using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech;

/// <summary>Puts sentences and pauses one after the other. Sound is kept as 16 bit until the end, half of what it becomes.</summary>
internal sealed class UtteranceBuilder(Script script, int sampleRate)
{
    /// <summary>Above this the gain is eased in, so that loud speech bends instead of breaking.</summary>
    private const float Knee = 0.9f;

    private readonly List<(short[] Pcm, double Volume)> _parts = [];
    private readonly List<WordTiming> _words = [];
    private readonly List<(string Ipa, long Start, long End, int Stress)> _phonemes = [];
    private readonly MarkTimeline _marks = new();
    private long _length;

    /// <summary>Samples a second.</summary>
    public int SampleRate => sampleRate;

    /// <summary>Whether anything but pauses was added.</summary>
    public bool HasSpeech => _phonemes.Exists(phoneme => phoneme.Ipa != SpokenPhoneme.Pause);

    /// <summary>What was added so far, in seconds.</summary>
    public double Length => Seconds(_length);

    public void AddPause(double seconds)
    {
        var samples = (int)Math.Round(seconds * sampleRate);
        if (samples > 0)
        {
            AddPhoneme(SpokenPhoneme.Pause, 0, samples, 0);
            Append(new short[samples], 1);
        }
    }

    public void Add(ScriptSentence sentence, SpokenSentence spoken, double volume)
    {
        foreach (var (ipa, start, end, stress) in spoken.Phonemes)
        {
            AddPhoneme(ipa, start, end, stress);
        }

        foreach (var (word, start, end) in spoken.Words)
        {
            var from = sentence.OffsetOf(word.Start);
            var to = sentence.EndOf(word.End - 1);
            if (_words is [.., var last] && from < last.TextOffset + last.Text.Length)
            {
                // Several spoken words stand for the same written ones.
                _words[^1] = last with { Text = script.Text[last.TextOffset..Math.Max(to, last.TextOffset + last.Text.Length)], End = Seconds(_length + end) };
                continue;
            }

            _words.Add(new WordTiming(script.Text[from..to], from, Seconds(_length + start), Seconds(_length + end)));
        }

        _marks.Add(sentence, spoken, _length);

        Append(spoken.Pcm, volume);
    }

    public Utterance Build()
    {
        var samples = new float[_length];
        var at = 0;
        for (var i = 0; i < _parts.Count; i++)
        {
            var (pcm, volume) = _parts[i];
            foreach (var sample in pcm)
            {
                samples[at++] = Amplify(sample / 32768f, volume);
            }

            // Let go, so that both forms of a long speech are never in memory at once.
            _parts[i] = default;
        }

        var phonemes = _phonemes.Select(p => new PhonemeTiming(p.Ipa, Seconds(p.Start), Seconds(p.End), p.Stress));
        return new Utterance(new PcmAudio(samples, sampleRate), _words, [.. phonemes]) { Marks = _marks.Times(sampleRate) };
    }

    private void Append(short[] part, double volume)
    {
        _parts.Add((part, volume));
        _length += part.Length;
    }

    private void AddPhoneme(string ipa, long start, long end, int stress)
    {
        if (ipa == SpokenPhoneme.Pause && _phonemes is [.., { Ipa: SpokenPhoneme.Pause } last])
        {
            _phonemes[^1] = last with { End = _length + end };
            return;
        }

        _phonemes.Add((ipa, _length + start, _length + end, stress));
    }

    private static float Amplify(float sample, double volume)
    {
        var loud = (float)(sample * volume);
        var over = Math.Abs(loud) - Knee;
        return volume <= 1 || over <= 0 ? loud : Math.Sign(loud) * (Knee + (1 - Knee) * MathF.Tanh(over / (1 - Knee)));
    }

    private double Seconds(long samples) => (double)samples / sampleRate;
}

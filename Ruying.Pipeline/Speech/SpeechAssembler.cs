using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech;

/// <summary>Puts sentences and pauses one after the other.</summary>
internal sealed class SpeechAssembler(Script script, int sampleRate)
{
    /// <summary>Above this the gain is eased in, so that loud speech bends instead of breaking.</summary>
    private const float Knee = 0.9f;

    private readonly List<float> _samples = [];
    private readonly List<WordTiming> _words = [];
    private readonly List<(string Ipa, long Start, long End, int Stress)> _phonemes = [];
    private readonly List<MarkTiming> _marks = [];
    private long _length;

    /// <summary>Samples a second.</summary>
    public int SampleRate => sampleRate;

    /// <summary>Whether anything but pauses was added.</summary>
    public bool HasSpeech { get; private set; }

    /// <summary>What was added so far, in seconds.</summary>
    public double Length => Seconds(_length);

    public void AddPause(double seconds)
    {
        var samples = (int)Math.Round(seconds * sampleRate);
        if (samples > 0)
        {
            AddPhoneme(SpokenPhoneme.Pause, 0, samples, 0);
            _samples.AddRange(new float[samples]);
            _length += samples;
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

        foreach (var mark in sentence.Marks)
        {
            // Passed when the first word after it begins, or when its sentence has been said.
            var next = spoken.Words.Where(word => sentence.OffsetOf(word.Word.Start) >= mark.Offset).Select(word => (int?)word.Start).FirstOrDefault();
            _marks.Add(new MarkTiming(mark.Name, Seconds(_length + (next ?? spoken.Pcm.Length))));
        }

        _samples.AddRange(spoken.Audio.Samples.Select(sample => Amplify(sample, volume)));
        _length += spoken.Pcm.Length;
    }

    /// <summary>What was added since it was called last.</summary>
    /// <param name="last">Whether nothing follows; else a pause at the end is kept back, since it may go on.</param>
    public SpokenPart Take(bool last)
    {
        var kept = !last && _phonemes is [.., { Ipa: SpokenPhoneme.Pause }] ? 1 : 0;
        var phonemes = _phonemes[..^kept].Select(p => new PhonemeTiming(p.Ipa, Seconds(p.Start), Seconds(p.End), p.Stress));
        var part = new SpokenPart(new PcmAudio([.. _samples], sampleRate), [.. _words], [.. phonemes], [.. _marks]);
        _phonemes.RemoveRange(0, _phonemes.Count - kept);
        _words.Clear();
        _marks.Clear();
        _samples.Clear();
        return part;
    }

    private void AddPhoneme(string ipa, long start, long end, int stress)
    {
        if (ipa == SpokenPhoneme.Pause && _phonemes is [.., { Ipa: SpokenPhoneme.Pause } last])
        {
            _phonemes[^1] = last with { End = _length + end };
            return;
        }

        HasSpeech |= ipa != SpokenPhoneme.Pause;
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

using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>A sound without its pauses, and the two clocks: the whole's and the cut's.</summary>
/// <param name="spans">What is kept, in order.</param>
internal sealed class SpeechCut(IReadOnlyList<SpeechSpan> spans)
{
    /// <summary>Length without the pauses.</summary>
    public double Seconds { get; } = spans.Sum(s => s.End - s.Start);

    /// <summary>The sound without its pauses.</summary>
    public PcmAudio Of(PcmAudio sound) => new(
        [.. spans.SelectMany(s => sound.Samples[At(sound, s.Start)..At(sound, s.End)])], sound.SampleRate);

    /// <summary>A stretch of the cut's time.</summary>
    public PcmAudio Stretch(ISound sound, double start, double end)
    {
        var samples = new List<float>();
        var cut = 0.0;
        foreach (var span in spans)
        {
            var (from, to) = (Math.Max(start - cut, 0), Math.Min(end - cut, span.End - span.Start));
            if (to > from)
            {
                var part = new float[(int)((to - from) * sound.SampleRate)];
                sound.Read((long)((span.Start + from) * sound.SampleRate), part);
                samples.AddRange(part);
            }

            cut += span.End - span.Start;
        }

        return new PcmAudio([.. samples], sound.SampleRate);
    }

    /// <summary>From the whole's time to the cut's; a pause is no time at all.</summary>
    public double Inside(double seconds) => spans.Sum(s => Math.Clamp(seconds - s.Start, 0, s.End - s.Start));

    /// <summary>From a stretch of the cut's time to the whole's. One that reaches over a pause keeps its longer part.</summary>
    public SpeechSpan Outside(double start, double end)
    {
        var longest = default(SpeechSpan);
        var cut = 0.0;
        foreach (var span in spans)
        {
            var (from, to) = (Math.Max(start - cut, 0), Math.Min(end - cut, span.End - span.Start));
            if (to - from > longest.End - longest.Start)
            {
                longest = new SpeechSpan(span.Start + from, span.Start + to);
            }

            cut += span.End - span.Start;
        }

        return longest;
    }

    private static int At(PcmAudio sound, double seconds) => Math.Clamp((int)(seconds * sound.SampleRate), 0, sound.Samples.Length);
}

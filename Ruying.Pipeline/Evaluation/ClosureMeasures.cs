using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;

namespace Ruying.Pipeline.Evaluation;

/// <summary>Whether the lips close when they have to, and open no earlier than they may.</summary>
/// <param name="gaps">The gap of the inner lips in each frame, over the neutral gap, in neutral mouth widths.</param>
/// <param name="seen">Which frames show the mouth.</param>
public sealed class ClosureMeasures(double[] gaps, bool[] seen)
{
    /// <summary>Under this much over the neutral gap the lips are closed, neutral mouth widths.</summary>
    public const double Closed = 0.03;

    /// <summary>Over this much over the neutral gap the mouth is open, neutral mouth widths; about 3 % of the face's width.</summary>
    public const double Open = 0.06;

    /// <summary>A sound's lips may come this many frames early or late.</summary>
    private const int Tolerance = 1;

    /// <summary>Lead-in is looked for this far back, frames; half a second.</summary>
    private const int FurthestLead = 12;

    /// <summary>Gaps of measured lips.</summary>
    /// <param name="shapes">Lips and jaw of each frame, canonical.</param>
    /// <param name="seen">Which frames show the mouth.</param>
    /// <param name="neutral">The person's neutral lips and jaw.</param>
    public static ClosureMeasures Of(IReadOnlyList<float[]> shapes, bool[] seen, float[] neutral)
    {
        var (rest, width) = (MouthGeometry.Aperture(neutral), MouthGeometry.Width(neutral));
        return new ClosureMeasures([.. shapes.Select(s => (MouthGeometry.Aperture(s) - rest) / width)], seen);
    }

    /// <summary>Gaps of a predicted motion.</summary>
    /// <param name="motion">The motion.</param>
    public static ClosureMeasures Of(MouthMotion motion) =>
        new([.. Enumerable.Range(0, motion.Frames).Select(t => (double)motion.Aperture(t))], [.. Enumerable.Repeat(true, motion.Frames)]);

    /// <summary>Whether a sound cannot be made with open lips: p, b, m.</summary>
    /// <param name="phoneme">The sound.</param>
    public static bool Closes(PhonemeTiming phoneme) =>
        IpaAlphabet.Read(phoneme.Ipa) is [{ Place: Place.Bilabial, Manner: Manner.Plosive or Manner.Nasal }, ..];

    /// <summary>How many of the p, b and m have closed lips within a frame of the sound.</summary>
    /// <param name="phonemes">Sounds with times from the first frame.</param>
    public Share Sounds(IEnumerable<PhonemeTiming> phonemes) => Count(phonemes.Where(Closes).Select(p => new SpeechSpan(p.Start, p.End)));

    /// <summary>How many of the pauses see the lips close.</summary>
    /// <param name="pauses">Times from the first frame.</param>
    public Share Pauses(IEnumerable<SpeechSpan> pauses) => Count(pauses);

    /// <summary>How many frames the mouth stands open just before each span of speech, at most half a second.</summary>
    /// <param name="spans">Speech, times from the first frame; only spans after a pause of half a second's length or less count up to that pause.</param>
    public IReadOnlyList<int> LeadIns(IReadOnlyList<SpeechSpan> spans)
    {
        var leads = new List<int>();
        var quiet = 0.0;
        foreach (var span in spans)
        {
            var onset = (int)(span.Start * Clock.FramesPerSecond);
            var earliest = Math.Max((int)Math.Ceiling(quiet * Clock.FramesPerSecond), onset - FurthestLead);
            if (span.Start - quiet >= SpeechSpans.ShortestPause && onset < gaps.Length && Enumerable.Range(earliest, onset - earliest).All(t => seen[t]))
            {
                var first = onset;
                while (first > earliest && gaps[first - 1] > Open)
                {
                    first--;
                }

                leads.Add(onset - first);
            }

            quiet = span.End;
        }

        return leads;
    }

    private Share Count(IEnumerable<SpeechSpan> spans)
    {
        var (count, met) = (0, 0);
        foreach (var span in spans)
        {
            var first = Math.Max((int)(span.Start * Clock.FramesPerSecond) - Tolerance, 0);
            var last = Math.Min((int)Math.Ceiling(span.End * Clock.FramesPerSecond) - 1 + Tolerance, gaps.Length - 1);
            var frames = Enumerable.Range(first, Math.Max(last - first + 1, 0)).Where(t => seen[t]).ToArray();
            count += frames.Length > 0 ? 1 : 0;
            met += frames.Any(t => gaps[t] < Closed) ? 1 : 0;
        }

        return new Share(count, met);
    }
}

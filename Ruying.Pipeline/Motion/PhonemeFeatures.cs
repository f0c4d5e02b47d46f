using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;

namespace Ruying.Pipeline.Motion;

/// <summary>What the phoneme model sees: articulatory features, the same for every language, 100 times a second.</summary>
public static class PhonemeFeatures
{
    /// <summary>Features in a row.</summary>
    public const int Count = 27;

    /// <summary>Rows a second.</summary>
    public const int RowsPerSecond = 100;

    /// <summary>Rows for one picture frame.</summary>
    public const int RowsPerFrame = RowsPerSecond / Clock.FramesPerSecond;

    private const int Pause = 0, Vowel = 1, Voiced = 2, PlaceAt = 2, MannerAt = 10, Rounding = 16, Openness = 17, Backness = 18,
        Sibilant = 19, Nasal = 20, Rhotic = 21, Long = 22, Duration = 23, Position = 24, Part = 25, Spread = 26;

    private const double TypicalSeconds = 0.08;

    /// <summary>Samples the features of timed speech sounds.</summary>
    /// <param name="phonemes">In order; gaps are pauses.</param>
    /// <param name="frames">Picture frames to cover, 0 or more.</param>
    /// <param name="first">The first of them.</param>
    /// <returns>Features, most 0 or 1, <c>[4 * frames, 27]</c>; row <c>t</c> is the moment <c>10 t + 5</c> ms after the first frame's start.</returns>
    public static float[] Sample(IReadOnlyList<PhonemeTiming> phonemes, int frames, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(phonemes);
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        var seconds = (double)(first + frames) / Clock.FramesPerSecond;
        var rows = new Rows(new float[frames * RowsPerFrame * Count], first * RowsPerFrame);
        var written = 0.0;
        foreach (var phoneme in phonemes)
        {
            FillPause(rows, written, phoneme.Start);
            var gestures = IpaAlphabet.Read(phoneme.Ipa);
            if (gestures.Count == 0)
            {
                FillPause(rows, phoneme.Start, phoneme.End);
            }

            var length = (phoneme.End - phoneme.Start) / Math.Max(gestures.Count, 1);
            for (var part = 0; part < gestures.Count; part++)
            {
                var start = phoneme.Start + (part * length);
                Fill(rows, start, start + length, Describe(gestures[part], part));
            }

            written = phoneme.End;
        }

        FillPause(rows, written, seconds);
        return rows.Values;
    }

    private static float[] Describe(Articulation gesture, int part)
    {
        var row = new float[Count];
        var vowel = gesture.Manner == Manner.Vowel;
        row[Vowel] = vowel ? 1 : 0;
        row[Voiced] = gesture.Voiced ? 1 : 0;
        if (gesture.Place != Place.None)
        {
            row[PlaceAt + (int)gesture.Place] = 1;
            row[MannerAt + (int)gesture.Manner] = 1;
        }

        row[Rounding] = gesture.Rounding;
        row[Openness] = gesture.Openness;
        row[Backness] = gesture.Backness;
        row[Spread] = vowel ? (1 - gesture.Rounding) * (1 - gesture.Backness) * (1 - gesture.Openness) : 0;
        row[Sibilant] = gesture.Sibilant ? 1 : 0;
        row[Nasal] = gesture.Nasal ? 1 : 0;
        row[Rhotic] = gesture.Rhotic ? 1 : 0;
        row[Long] = gesture.Lengthened ? 1 : 0;
        row[Part] = Math.Min(part, 1);
        return row;
    }

    private static void FillPause(Rows rows, double start, double end)
    {
        if (end > start)
        {
            var row = new float[Count];
            row[Pause] = 1;
            Fill(rows, start, end, row);
        }
    }

    private static void Fill(Rows rows, double start, double end, float[] row)
    {
        row[Duration] = (float)Math.Clamp(Math.Log(Math.Max(end - start, 1e-3) / TypicalSeconds), -2, 2);
        var first = Math.Max((int)Math.Ceiling((start * RowsPerSecond) - 0.5), rows.First);
        var last = Math.Min((int)Math.Ceiling((end * RowsPerSecond) - 0.5), rows.First + (rows.Values.Length / Count));
        for (var i = first; i < last; i++)
        {
            var at = (i - rows.First) * Count;
            row.CopyTo(rows.Values, at);
            rows.Values[at + Position] = (float)Math.Clamp((((i + 0.5) / RowsPerSecond) - start) / (end - start), 0, 1);
        }
    }

    /// <param name="Values">What is filled.</param>
    /// <param name="First">The moment of the first row.</param>
    private readonly record struct Rows(float[] Values, int First);
}

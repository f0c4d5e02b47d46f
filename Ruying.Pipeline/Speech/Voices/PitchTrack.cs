using System.Numerics.Tensors;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech.Voices;

/// <summary>
/// The fundamental frequency over time: YIN's cumulative mean normalised difference (de Cheveigné and Kawahara 2002, equation 8) gives
/// each frame its candidates, and the cheapest path through them, with Praat's costs (Boersma 1993), decides between octaves.
/// </summary>
internal static class PitchTrack
{
    /// <summary>Values a second.</summary>
    public const int FramesPerSecond = 100;

    /// <summary>What is looked for, in hertz: below a man's lowest, above a child's usual.</summary>
    public const double Lowest = 60, Highest = 500;

    // At 8 kHz: harmonics over 4 kHz tell nothing about the period and carry most of the noise.
    private const int Rate = 8000, Hop = Rate / FramesPerSecond, Window = 256, LongestLag = (int)(Rate / Lowest), ShortestLag = (int)(Rate / Highest);
    private const int MostCandidates = 6;

    // Praat's defaults, strengths of 0 to 1 turned into costs: 1 less YIN's difference is about its correlation.
    private const double UnvoicedCost = 0.45, OctaveCost = 0.05, JumpCost = 0.35, VoicingCost = 0.14;

    /// <summary>Follows the pitch.</summary>
    /// <param name="sound">16 kHz.</param>
    /// <param name="heard">Of each picture frame, whether somebody speaks: nothing is looked for elsewhere.</param>
    /// <param name="cancellationToken">Stops within a few milliseconds.</param>
    /// <returns>Hertz, <see cref="FramesPerSecond"/> values a second; 0 where nothing is voiced.</returns>
    public static float[] Of(PcmAudio sound, bool[] heard, CancellationToken cancellationToken)
    {
        var samples = Halved(sound.Samples);
        var frames = new Candidate[heard.Length * FramesPerSecond / Clock.FramesPerSecond][];
        for (var f = 0; f < frames.Length; f++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            frames[f] = heard[f * Clock.FramesPerSecond / FramesPerSecond] ? Candidates(samples, (f * Hop) + ((Hop - Window - LongestLag) / 2)) : [Candidate.Unvoiced];
        }

        return CheapestPath(frames);
    }

    // Every second sample behind a half-band filter (Goodman and Carey 1977, F5).
    private static float[] Halved(float[] samples)
    {
        var halved = new float[samples.Length / 2];
        float At(int i) => i >= 0 && i < samples.Length ? samples[i] : 0;
        for (var i = 0; i < halved.Length; i++)
        {
            var at = 2 * i;
            halved[i] = (At(at) / 2) + ((At(at - 1) + At(at + 1)) * 9 / 32) - ((At(at - 3) + At(at + 3)) / 32);
        }

        return halved;
    }

    private static Candidate[] Candidates(float[] samples, int start)
    {
        if (start < 0 || start + Window + LongestLag + 1 >= samples.Length)
        {
            return [Candidate.Unvoiced];
        }

        Span<double> difference = stackalloc double[LongestLag + 2];
        var first = samples.AsSpan(start, Window);
        double energy = TensorPrimitives.SumOfSquares(first), moved = energy, sum = 0;
        difference[0] = 1;
        for (var lag = 1; lag < difference.Length; lag++)
        {
            var (gone, come) = (samples[start + lag - 1], samples[start + lag + Window - 1]);
            moved += (come * come) - (gone * gone);
            var plain = Math.Max(0, energy + moved - (2 * TensorPrimitives.Dot(first, samples.AsSpan(start + lag, Window))));
            sum += plain;
            difference[lag] = sum > 1e-9 ? plain * lag / sum : 1;
        }

        var found = new List<Candidate> { Candidate.Unvoiced };
        for (var lag = ShortestLag; lag <= LongestLag; lag++)
        {
            var (before, here, after) = (difference[lag - 1], difference[lag], difference[lag + 1]);
            if (here < before && here <= after)
            {
                // The dip's bottom lies between samples.
                var bend = before - (2 * here) + after;
                var offset = bend > 1e-12 ? (before - after) / (2 * bend) : 0;
                var bottom = Math.Max(0, here - ((before - after) * offset / 4));
                found.Add(new Candidate((float)(Rate / (lag + offset)), bottom + (OctaveCost * Math.Log2((lag + offset) / ShortestLag))));
            }
        }

        return found.Count <= MostCandidates ? [.. found] : [.. found.OrderBy(c => c.Cost).Take(MostCandidates)];
    }

    private static float[] CheapestPath(Candidate[][] frames)
    {
        var from = new int[frames.Length][];
        double[] costs = [];
        for (var f = 0; f < frames.Length; f++)
        {
            from[f] = new int[frames[f].Length];
            var next = new double[frames[f].Length];
            for (var c = 0; c < next.Length; c++)
            {
                var best = f == 0 ? 0 : double.MaxValue;
                for (var p = 0; p < costs.Length; p++)
                {
                    var cost = costs[p] + Step(frames[f - 1][p], frames[f][c]);
                    if (cost < best)
                    {
                        (best, from[f][c]) = (cost, p);
                    }
                }

                next[c] = best + frames[f][c].Cost;
            }

            costs = next;
        }

        var path = new float[frames.Length];
        var at = costs.Length == 0 ? 0 : Array.IndexOf(costs, costs.Min());
        for (var f = frames.Length - 1; f >= 0; f--)
        {
            path[f] = frames[f][at].Hertz;
            at = from[f][at];
        }

        return path;
    }

    private static double Step(Candidate a, Candidate b) => (a.Hertz > 0, b.Hertz > 0) switch
    {
        (true, true) => JumpCost * Math.Abs(Math.Log2(a.Hertz / b.Hertz)),
        (false, false) => 0,
        _ => VoicingCost,
    };

    private readonly record struct Candidate(float Hertz, double Cost)
    {
        public static Candidate Unvoiced { get; } = new(0, UnvoicedCost);
    }
}

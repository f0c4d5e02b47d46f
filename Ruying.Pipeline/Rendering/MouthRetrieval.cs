namespace Ruying.Pipeline.Rendering;

/// <summary>
/// Chooses for each output frame the remembered mouth to start from: the cheapest path over the nearest candidates, where leaving the
/// footage's own order costs something, so that teeth and skin do not flicker.
/// </summary>
public static class MouthRetrieval
{
    private const int Candidates = 16;

    /// <summary>Mouths whose light and colour are averaged with the chosen one's: twice as many gain 0.1 dB more.</summary>
    private const int Others = 7;

    /// <summary>Cost of a jump, in medians of the candidates' costs.</summary>
    private const float JumpCost = 0.35f;

    /// <summary>Neighbours within this many base frames join without a jump.</summary>
    private const int Joined = 2;

    /// <summary>Chooses a path.</summary>
    /// <param name="memory">The mouths.</param>
    /// <param name="shapes">Wanted lips and jaw of each output frame, canonical, 106 numbers each.</param>
    /// <param name="surroundings">What lies around the mask on each output frame's base frame, 768 numbers of 0 to 1 each.</param>
    /// <param name="forbidden">Whether a sample must not serve an output frame (output frame, sample's base frame); null allows all.</param>
    /// <returns>The mouths that each output frame is made of.</returns>
    public static ChosenMouths[] Choose(MouthMemory memory, IReadOnlyList<float[]> shapes, IReadOnlyList<float[]> surroundings, Func<int, int, bool>? forbidden = null)
    {
        var frames = shapes.Count;
        if (frames == 0)
        {
            return [];
        }

        var ids = new int[frames][];
        var costs = new float[frames][];
        Parallel.For(0, frames, t => (ids[t], costs[t]) = Nearest(memory, shapes[t], surroundings[t], forbidden is null ? null : frame => forbidden(t, frame)));
        var jump = JumpCost * Numerics.Smoothing.Median([.. costs.SelectMany(c => c)]);
        var from = new byte[frames][];
        var total = costs[0].ToArray();
        for (var t = 1; t < frames; t++)
        {
            var next = new float[ids[t].Length];
            from[t] = new byte[next.Length];
            for (var k = 0; k < next.Length; k++)
            {
                var best = float.MaxValue;
                for (var j = 0; j < total.Length; j++)
                {
                    var gap = Math.Abs(memory.Samples[ids[t][k]].Frame - memory.Samples[ids[t - 1][j]].Frame);
                    var cost = total[j] + (gap <= Joined ? 0 : jump);
                    if (cost < best)
                    {
                        best = cost;
                        from[t][k] = (byte)j;
                    }
                }

                next[k] = best + costs[t][k];
            }

            total = next;
        }

        var path = new ChosenMouths[frames];
        var state = Array.IndexOf(total, total.Min());
        for (var t = frames - 1; t >= 0; t--)
        {
            var detail = ids[t][state];
            path[t] = new ChosenMouths(detail, [.. ids[t].Where(id => id != detail).Take(Others)]);
            state = t > 0 ? from[t][state] : 0;
        }

        return path;
    }

    private static (int[] Ids, float[] Costs) Nearest(MouthMemory memory, float[] shape, float[] surroundings, Func<int, bool>? forbidden)
    {
        var feature = MouthSample.FeatureOf(shape);
        var queue = new PriorityQueue<int, float>(Candidates + 1);
        for (var i = 0; i < memory.Samples.Count; i++)
        {
            if (forbidden?.Invoke(memory.Samples[i].Frame) == true)
            {
                continue;
            }

            // The dearest of those kept comes out first.
            var cost = memory.Samples[i].Cost(feature, surroundings);
            if (queue.Count < Candidates)
            {
                queue.Enqueue(i, -cost);
            }
            else
            {
                queue.EnqueueDequeue(i, -cost);
            }
        }

        var items = queue.UnorderedItems.OrderByDescending(i => i.Priority).ToArray();
        return ([.. items.Select(i => i.Element)], [.. items.Select(i => -i.Priority)]);
    }
}

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

    /// <summary>Frames that are looked at together, and how many of them are then decided: memory does not grow with the script.</summary>
    private const int Window = 60 * Media.Clock.FramesPerSecond, Commit = 50 * Media.Clock.FramesPerSecond;

    /// <summary>Chooses a path.</summary>
    /// <param name="memory">The mouths.</param>
    /// <param name="shapes">Wanted lips and jaw of each output frame, canonical, 106 numbers each.</param>
    /// <param name="surroundings">What lies around the mask on each output frame's base frame, 768 numbers of 0 to 1 each.</param>
    /// <param name="forbidden">Whether a sample must not serve an output frame (output frame, sample's base frame); null allows all.</param>
    /// <returns>The mouths that each output frame is made of.</returns>
    public static ChosenMouths[] Choose(MouthMemory memory, IReadOnlyList<float[]> shapes, IReadOnlyList<float[]> surroundings, Func<int, int, bool>? forbidden = null)
    {
        var frames = shapes.Count;
        var chosen = new ChosenMouths[frames];
        var (ids, costs) = (new List<int[]>(), new List<float[]>());
        for (var at = 0; at < frames;)
        {
            var begin = at + ids.Count;
            var fresh = new (int[] Ids, float[] Costs)[Math.Min(at + Window, frames) - begin];
            Parallel.For(0, fresh.Length, i =>
                fresh[i] = Nearest(memory, shapes[begin + i], surroundings[begin + i], forbidden is null ? null : frame => forbidden(begin + i, frame)));
            ids.AddRange(fresh.Select(f => f.Ids));
            costs.AddRange(fresh.Select(f => f.Costs));

            // The end of a window is looked at once more, with what follows it.
            var path = Cheapest(memory, ids, costs, at == 0 ? null : chosen[at - 1].Detail);
            var take = at + ids.Count == frames ? ids.Count : Commit;
            for (var t = 0; t < take; t++)
            {
                var detail = ids[t][path[t]];
                chosen[at + t] = new ChosenMouths(detail, [.. ids[t].Where(id => id != detail).Take(Others)]);
            }

            ids.RemoveRange(0, take);
            costs.RemoveRange(0, take);
            at += take;
        }

        return chosen;
    }

    /// <summary>The cheapest way through a window's candidates.</summary>
    /// <param name="memory">The mouths.</param>
    /// <param name="ids">Candidates of each frame.</param>
    /// <param name="costs">Their costs.</param>
    /// <param name="before">The mouth of the frame before the window.</param>
    /// <returns>The position of each frame's mouth among its candidates.</returns>
    private static int[] Cheapest(MouthMemory memory, List<int[]> ids, List<float[]> costs, int? before)
    {
        var jump = JumpCost * Numerics.Smoothing.Median([.. costs.SelectMany(c => c)]);
        var total = costs[0].ToArray();
        for (var k = 0; before is { } last && k < total.Length; k++)
        {
            total[k] += Step(last, ids[0][k]);
        }

        var from = new byte[ids.Count][];
        for (var t = 1; t < ids.Count; t++)
        {
            var next = new float[ids[t].Length];
            from[t] = new byte[next.Length];
            for (var k = 0; k < next.Length; k++)
            {
                var best = float.MaxValue;
                for (var j = 0; j < total.Length; j++)
                {
                    var cost = total[j] + Step(ids[t - 1][j], ids[t][k]);
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

        var path = new int[ids.Count];
        var state = Array.IndexOf(total, total.Min());
        for (var t = path.Length - 1; t >= 0; t--)
        {
            path[t] = state;
            state = t > 0 ? from[t][state] : 0;
        }

        return path;

        float Step(int a, int b) => Math.Abs(memory.Samples[a].Frame - memory.Samples[b].Frame) <= Joined ? 0 : jump;
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

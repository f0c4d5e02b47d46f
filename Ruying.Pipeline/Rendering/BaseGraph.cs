using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Rendering;

/// <summary>A way from one state to another that is not the footage's own next step: a turn, a jump, a rest.</summary>
/// <param name="From">State left: frame, plus the number of frames when playing backwards.</param>
/// <param name="To">State reached.</param>
/// <param name="Cost">In frames of talking footage shown in silence.</param>
internal readonly record struct Edge(int From, int To, float Cost);

/// <summary>
/// How base footage may be played. The law: a turn or a jump moves the head no further than the footage's own 99th percentile of
/// frame-to-frame motion, and a jump changes the picture no more than nine in ten of its own steps do. Only a run of frames without any such turn is left
/// otherwise: over its own smallest step, at a price that nothing else costs.
/// </summary>
internal sealed class BaseGraph
{
    /// <summary>Share of the footage's own steps that are larger than any turn or jump: the law.</summary>
    private const double LawShare = 0.99;

    /// <summary>A change of the 16x16 picture that passes for noise and exposure, grey levels: two takes before a steady camera differ by 0.8 to 1.4.</summary>
    private const float UnseenChange = 1.5f;

    /// <summary>Share of the footage's own changes of picture that are larger than any jump's: hands move far in the last tenth.</summary>
    private const double ChangeShare = 0.9;

    /// <summary>Blinks close within two frames; only a change of lids that most steps stay under is no jump.</summary>
    private const double LidShare = 0.95;

    private const float TurnCost = 10, JumpCost = 7, JerkCost = 8;
    private const float CutCost = 200, UnlawfulCost = 500, RestCost = 12;

    /// <summary>A turn is the best of this many frames on each side.</summary>
    private const int TurnReach = 5;

    private const int LeastJump = 50, Block = 12, JumpsPerBlock = 6;

    /// <summary>The smoothed pose is a mixture of both sides this near to a cut.</summary>
    private const int CutReach = 3;

    private readonly BaseFrame[] _frames;
    private readonly bool[] _nearCut;
    private readonly double _usualStep;
    private readonly float _usualChange;
    private readonly double _largestLids;

    /// <summary>Measures footage and finds its turns and jumps.</summary>
    /// <param name="frames">At least one.</param>
    public BaseGraph(BaseFrame[] frames)
    {
        _frames = frames;
        var cuts = FindCuts(frames);
        _nearCut = new bool[Count];
        foreach (var cut in Enumerable.Range(1, Math.Max(0, Count - 1)).Where(i => cuts[i]))
        {
            Array.Fill(_nearCut, true, Math.Max(0, cut - CutReach), Math.Min(Count, cut + CutReach) - Math.Max(0, cut - CutReach));
        }

        var pairs = Enumerable.Range(1, Math.Max(0, Count - 1)).Where(i => frames[i].Usable && frames[i - 1].Usable && !(_nearCut[i] && _nearCut[i - 1])).ToArray();
        var steps = pairs.Select(Step).ToArray();
        var changes = pairs.Select(i => (double)frames[i].Look.Difference(frames[i - 1].Look)).ToArray();
        LargestStep = Smoothing.Percentile(steps, LawShare);
        LargestChange = Math.Max(UnseenChange, (float)Smoothing.Percentile(changes, ChangeShare));
        _largestLids = Smoothing.Percentile(pairs.Select(i => (double)Math.Abs(frames[i].Eyes - frames[i - 1].Eyes)), LidShare);
        _usualStep = Smoothing.Percentile(steps, 0.5);
        _usualChange = (float)Smoothing.Percentile(changes, 0.5);
        Passing = [.. Enumerable.Range(0, Count).Select(i => i + 1 < Count && !cuts[i + 1] ? 0 : CutCost)];
        Edges = [.. FindTurns(cuts), .. FindJumps()];
    }

    /// <summary>Frames.</summary>
    public int Count => _frames.Length;

    /// <summary>The footage's own 99th percentile of frame-to-frame motion, outer-eye distances; cuts do not count.</summary>
    public double LargestStep { get; }

    /// <summary>What a jump may change of the whole picture, grey levels: the footage's own 90th percentile, at least 1.5.</summary>
    public float LargestChange { get; }

    /// <summary>Cost of the footage's own step between each frame and the next: 0, but for cuts.</summary>
    public float[] Passing { get; }

    /// <summary>All turns and jumps, those of one state together.</summary>
    public Edge[] Edges { get; }

    /// <summary>Whether leaving a frame out, or showing it twice, cannot be seen: from the frame before to the one after it moves no more than an ordinary step does.</summary>
    public bool IsStill(int frame) =>
        frame > 0 && frame + 1 < Count && _frames[frame].Usable && !_nearCut[frame]
        && _frames[frame + 1].Distance(_frames[frame - 1]) <= _usualStep
        && _frames[frame + 1].Look.Difference(_frames[frame - 1].Look) <= _usualChange;

    // A cut is a change of the picture that stands alone: quick movements last several frames.
    private static bool[] FindCuts(BaseFrame[] frames)
    {
        const double Alone = 3;
        var change = frames.Select((f, i) => i == 0 ? 0 : f.Look.Difference(frames[i - 1].Look)).ToArray();
        var usual = Smoothing.Percentile(change.Select(c => (double)c), 0.75);
        return [.. change.Select((c, i) => c > Alone * usual && Enumerable.Range(i - 2, 5).All(k => k == i || k < 1 || k >= change.Length || c > Alone * change[k]))];
    }

    private double Step(int frame) => _frames[frame].Distance(_frames[frame - 1]);

    private float Jerk(double distance) => LargestStep > 0 ? (float)(JerkCost * distance / LargestStep) : 0;

    private IEnumerable<Edge> FindTurns(bool[] cuts)
    {
        for (var first = 0; first < Count;)
        {
            var end = first + 1;
            while (end < Count && !cuts[end] && _frames[end].Usable == _frames[first].Usable)
            {
                end++;
            }

            if (end - first == 1)
            {
                yield return new Edge(first, first, RestCost);
                yield return new Edge(Count + first, Count + first, RestCost);
            }

            foreach (var edge in Turns(first, end, 1).Concat(Turns(first, end, -1)))
            {
                yield return edge;
            }

            first = end;
        }
    }

    // Turns of a run played in one direction, and a way out where it ends.
    private IEnumerable<Edge> Turns(int first, int end, int step)
    {
        var costs = new float[end - first];
        for (var i = first; i < end; i++)
        {
            var (before, after) = (i - step, i + step);
            var back = before >= first && before < end ? _frames[i].Distance(_frames[before]) : double.PositiveInfinity;
            var jerk = after >= first && after < end && before >= first && before < end ? _frames[after].Distance(_frames[before]) : 2 * back;
            costs[i - first] = back <= LargestStep ? TurnCost + Jerk(jerk) : double.IsInfinity(back) ? float.PositiveInfinity : UnlawfulCost + (float)back;
        }

        for (var i = first; i < end; i++)
        {
            var cost = costs[i - first];
            var near = costs.AsSpan(Math.Max(0, i - first - TurnReach)..Math.Min(costs.Length, i - first + TurnReach + 1));
            var least = System.Numerics.Tensors.TensorPrimitives.Min(near);
            var last = step > 0 ? i == end - 1 : i == first;
            if (!float.IsInfinity(cost) && ((cost < UnlawfulCost && cost <= least) || last))
            {
                yield return step > 0 ? new Edge(i, Count + i - 1, cost) : new Edge(Count + i, i + 1, cost);
            }
        }
    }

    // The best jump between each two blocks, and of these the best few of each block.
    private IEnumerable<Edge> FindJumps()
    {
        var middles = _frames.Select(f => f.ToPicture.Apply(0, 0)).ToArray();
        var free = Enumerable.Range(0, Count).Select(i => i > 0 && i + 1 < Count && _frames[i].Usable && _frames[i - 1].Usable && _frames[i + 1].Usable && !_nearCut[i]).ToArray();
        var blocks = (Count + Block - 1) / Block;
        var found = new List<Edge>[blocks];
        Parallel.For(0, blocks, b =>
        {
            found[b] = [];
            for (var other = b; other < blocks; other++)
            {
                found[b].AddRange(BestJumps(b * Block, other * Block, middles, free));
            }
        });
        return found.SelectMany(f => f)
            .GroupBy(e => (Block: e.From % Count / Block, Backwards: e.From >= Count))
            .SelectMany(g => g.OrderBy(e => e.Cost).Take(JumpsPerBlock))
            .OrderBy(e => e.From);
    }

    private List<Edge> BestJumps(int firstA, int firstB, (double X, double Y)[] middles, bool[] free)
    {
        var best = new Edge[4];
        Array.Fill(best, new Edge(-1, -1, float.PositiveInfinity));
        for (var i = firstA; i < Math.Min(Count, firstA + Block); i++)
        {
            for (var j = Math.Max(firstB, i + LeastJump); free[i] && j < Math.Min(Count, firstB + Block); j++)
            {
                if (free[j] && Alike(i, j, middles))
                {
                    Offer(best, 0, i, j);
                    Offer(best, 1, j, i);
                }
            }
        }

        return [.. best.Where(e => e.From >= 0)];
    }

    private bool Alike(int i, int j, (double X, double Y)[] middles)
    {
        // The middle of two points moves at most as far as they do on the mean: cheap, and never wrong.
        ref readonly var a = ref _frames[i];
        ref readonly var b = ref _frames[j];
        var reach = 1.5 * LargestStep * (a.ToPicture.Scale + b.ToPicture.Scale) / 2;
        return Math.Abs(middles[i].X - middles[j].X) <= reach && Math.Abs(middles[i].Y - middles[j].Y) <= reach
            && Math.Abs(a.Eyes - b.Eyes) <= _largestLids
            && a.Distance(b) <= LargestStep
            && a.Look.Difference(b.Look) <= LargestChange;
    }

    // To be seamless, what comes must look like what would have come, and follow what would have been before it.
    private void Offer(Edge[] best, int at, int from, int to)
    {
        var looks = JumpCost + (JerkCost * _frames[from].Look.Difference(_frames[to].Look) / LargestChange);
        var forwards = looks + Jerk((_frames[from + 1].Distance(_frames[to]) + _frames[from].Distance(_frames[to - 1])) / 2);
        var backwards = looks + Jerk((_frames[from - 1].Distance(_frames[to]) + _frames[from].Distance(_frames[to + 1])) / 2);
        best[at] = forwards < best[at].Cost ? new Edge(from, to, forwards) : best[at];
        best[at + 2] = backwards < best[at + 2].Cost ? new Edge(Count + from, Count + to, backwards) : best[at + 2];
    }
}

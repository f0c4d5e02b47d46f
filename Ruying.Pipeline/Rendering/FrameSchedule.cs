using Ruying.Pipeline.Media;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// Which base frame each output frame uses. The base is played forwards and backwards; a turn repeats no pose, and a jump is made only
/// between frames whose poses are as near as neighbours are. Silence prefers idle frames, speech the others; unusable frames are avoided.
/// The cheapest path is found over windows, so memory does not grow with the script.
/// </summary>
public sealed class FrameSchedule
{
    private const int Window = 12 * Clock.FramesPerSecond;
    private const int Commit = 6 * Clock.FramesPerSecond;

    /// <summary>Longest base that is considered; of more footage the best stretch is taken.</summary>
    private const int LongestBase = 6000;

    private const int JumpsPerFrame = 4;
    private const int LeastJump = 2 * Clock.FramesPerSecond;

    // Costs are in frames of talking footage shown in silence.
    private const float IdleMismatch = 1;
    private const float TalkMismatch = 0.4f;
    private const float UnusableCost = 200;
    private const float TurnCost = 20;
    private const float JumpCost = 14;
    private const float StartSpread = 12;

    private readonly IReadOnlyList<BaseFrame> _base;
    private readonly int _first;
    private readonly int _count;
    private readonly Move[][] _moves;

    /// <summary>Prepares a base: finds where it may jump.</summary>
    /// <param name="frames">All base frames, at least one.</param>
    public FrameSchedule(IReadOnlyList<BaseFrame> frames)
    {
        ArgumentOutOfRangeException.ThrowIfZero(frames.Count, nameof(frames));
        _base = frames;
        _count = Math.Min(frames.Count, LongestBase);
        _first = BestStretch(frames, _count);
        LargestStep = Smoothing.Percentile(Enumerable.Range(1, Math.Max(0, frames.Count - 1)).Where(i => frames[i].Usable && frames[i - 1].Usable).Select(i => frames[i].Distance(frames[i - 1])), 0.99);
        var jumps = FindJumps();
        _moves = [.. Enumerable.Range(0, _count * 2).Select(s => MovesFrom(s, jumps[s / 2]))];
    }

    /// <summary>The footage's own 99th percentile of frame-to-frame motion, outer-eye distances: no step of a schedule over usable frames exceeds it by design.</summary>
    public double LargestStep { get; }

    /// <summary>Plans.</summary>
    /// <param name="silent">For each output frame, whether the person is silent.</param>
    /// <param name="seed">Varies the start, so that two videos of one avatar do not move alike.</param>
    /// <returns>For each output frame, its base frame.</returns>
    public int[] Plan(ReadOnlySpan<bool> silent, int seed)
    {
        var plan = new int[silent.Length];
        var start = new float[_count * 2];
        for (var s = 0; s < start.Length; s++)
        {
            start[s] = StartSpread * Noise(seed, s);
        }

        int? state = null;
        for (var at = 0; at < plan.Length;)
        {
            var length = Math.Min(Window, plan.Length - at);
            var path = Cheapest(silent.Slice(at, length), state is { } s ? From(s) : start);
            var take = at + length == plan.Length ? length : Commit;
            for (var t = 0; t < take; t++)
            {
                plan[at + t] = _first + (path[t] / 2);
            }

            state = path[take - 1];
            at += take;
        }

        return plan;
    }

    private static float Noise(int seed, int index)
    {
        var h = (uint)HashCode(seed, index);
        return (h & 0xFFFFFF) / (float)0x1000000;
    }

    // Deterministic across processes, unlike System.HashCode: the same seed must give the same video.
    private static int HashCode(int seed, int index)
    {
        unchecked
        {
            var h = (uint)seed * 0x9E3779B9u + (uint)index;
            h = (h ^ (h >> 16)) * 0x85EBCA6Bu;
            h = (h ^ (h >> 13)) * 0xC2B2AE35u;
            return (int)(h ^ (h >> 16));
        }
    }

    private static int BestStretch(IReadOnlyList<BaseFrame> frames, int count)
    {
        var usable = 0;
        for (var i = 0; i < count; i++)
        {
            usable += frames[i].Usable ? 1 : 0;
        }

        var (best, at) = (usable, 0);
        for (var i = count; i < frames.Count; i++)
        {
            usable += (frames[i].Usable ? 1 : 0) - (frames[i - count].Usable ? 1 : 0);
            if (usable > best)
            {
                (best, at) = (usable, i - count + 1);
            }
        }

        return at;
    }

    private int[][] FindJumps()
    {
        var jumps = new int[_count][];
        Parallel.For(0, _count, i =>
        {
            var from = _base[_first + i];
            if (!from.Usable)
            {
                jumps[i] = [];
                return;
            }

            jumps[i] = [.. Enumerable.Range(0, _count)
                .Where(j => Math.Abs(j - i) >= LeastJump && _base[_first + j].Usable)
                .Select(j => (Frame: j, Distance: from.Distance(_base[_first + j])))
                .Where(j => j.Distance < LargestStep)
                .OrderBy(j => j.Distance)
                .Take(JumpsPerFrame)
                .Select(j => j.Frame)];
        });
        return jumps;
    }

    private float[] From(int state)
    {
        var costs = new float[_count * 2];
        Array.Fill(costs, float.PositiveInfinity);
        foreach (var move in _moves[state])
        {
            costs[move.State] = Math.Min(costs[move.State], move.Cost);
        }

        return costs;
    }

    private Move[] MovesFrom(int state, int[] jumps)
    {
        var (frame, backwards) = (state / 2, state % 2);
        var ahead = frame + (backwards == 0 ? 1 : -1);
        var behind = frame + (backwards == 0 ? -1 : 1);
        var moves = new List<Move>();
        if (ahead >= 0 && ahead < _count)
        {
            moves.Add(new Move((ahead * 2) + backwards, 0));
        }

        if (behind >= 0 && behind < _count)
        {
            moves.Add(new Move((behind * 2) + 1 - backwards, TurnCost));
        }

        if (_count == 1)
        {
            moves.Add(new Move(state, 0));
        }

        moves.AddRange(jumps.Select(jump => new Move((jump * 2) + backwards, JumpCost)));
        return [.. moves];
    }

    private float Mismatch(int frame, bool silent)
    {
        var f = _base[_first + frame];
        return !f.Usable ? UnusableCost : silent == f.Idle ? 0 : silent ? IdleMismatch : TalkMismatch;
    }

    private int[] Cheapest(ReadOnlySpan<bool> silent, float[] start)
    {
        var states = _count * 2;
        var cost = new float[states];
        var next = new float[states];
        var from = new int[silent.Length][];
        for (var s = 0; s < states; s++)
        {
            cost[s] = start[s] + Mismatch(s / 2, silent[0]);
        }

        for (var t = 1; t < silent.Length; t++)
        {
            Array.Fill(next, float.PositiveInfinity);
            var origin = from[t] = new int[states];
            for (var s = 0; s < states; s++)
            {
                if (float.IsPositiveInfinity(cost[s]))
                {
                    continue;
                }

                foreach (var move in _moves[s])
                {
                    var reached = cost[s] + move.Cost;
                    if (reached < next[move.State])
                    {
                        next[move.State] = reached;
                        origin[move.State] = s;
                    }
                }
            }

            for (var s = 0; s < states; s++)
            {
                next[s] += Mismatch(s / 2, silent[t]);
            }

            (cost, next) = (next, cost);
        }

        var path = new int[silent.Length];
        path[^1] = Array.IndexOf(cost, cost.Min());
        for (var t = silent.Length - 1; t > 0; t--)
        {
            path[t - 1] = from[t][path[t]];
        }

        return path;
    }

    /// <summary>A step to another state; a state is frame * 2 + direction (0 forwards, 1 backwards).</summary>
    private readonly record struct Move(int State, float Cost);
}

using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// Which base frame each output frame uses. The base is played forwards and backwards, a little faster or slower as time goes by; where
/// it turns or jumps the head moves no further than the footage's own frames do (<see cref="BaseGraph"/>). Silence prefers idle frames,
/// speech the others; what was shown lately is avoided, and chance moves the rest, so that no loop can be seen. Unusable frames are shown
/// only where nothing else can be. The cheapest path is found over windows: time grows with the script, memory does not.
/// </summary>
public sealed class FrameSchedule
{
    /// <summary>What the first frames depend on: whoever plans at least that much plans the same beginning.</summary>
    internal const int WindowSeconds = 12;

    private const int Window = WindowSeconds * Clock.FramesPerSecond;
    private const int Commit = 8 * Clock.FramesPerSecond;

    /// <summary>Longest base that is considered; of more footage the best stretch is taken.</summary>
    private const int LongestBase = 6000;

    // Costs are in frames of talking footage shown in silence.
    private const float IdleMismatch = 1;
    private const float TalkMismatch = 0.3f;
    private const float UnusableCost = 100;
    private const float StartSpread = 6;

    /// <summary>What was just shown costs this much more; forgotten over ten seconds, sooner in short footage.</summary>
    private const float Familiar = 0.15f;

    private const float Whim = 0.15f;
    private const int Block = Clock.FramesPerSecond;
    private const int Memory = 10 * Clock.FramesPerSecond;

    private readonly BaseFrame[] _base;
    private readonly int _first;
    private readonly BaseGraph _graph;

    /// <summary>Prepares a base: finds where it may turn and jump.</summary>
    /// <param name="frames">All base frames, at least one.</param>
    public FrameSchedule(IReadOnlyList<BaseFrame> frames)
    {
        ArgumentOutOfRangeException.ThrowIfZero(frames.Count, nameof(frames));
        var count = Math.Min(frames.Count, LongestBase);
        _first = BestStretch(frames, count);
        _base = [.. frames.Skip(_first).Take(count)];
        _graph = new BaseGraph(_base);
    }

    /// <summary>The footage's own 99th percentile of frame-to-frame motion, outer-eye distances: no turn and no jump exceeds it where the footage allows.</summary>
    public double LargestStep => _graph.LargestStep;

    /// <summary>Plans.</summary>
    /// <param name="silent">For each output frame, whether the person is silent.</param>
    /// <param name="seed">Varies start and course, so that two videos of one avatar do not move alike.</param>
    /// <returns>For each output frame, its base frame.</returns>
    public int[] Plan(ReadOnlySpan<bool> silent, int seed)
    {
        var plan = new int[silent.Length];
        var noise = new SeededNoise(seed);
        var speed = new PlaybackSpeed(_graph, noise);
        var finder = new CheapestPath(_graph, Window + 1);
        var lastShown = new int[(_base.Length / Block) + 1];
        Array.Fill(lastShown, int.MinValue / 2);
        var path = new int[Window + 1];
        var showing = new float[Window + 1][];
        var state = -1;
        for (var at = 0; at < plan.Length;)
        {
            // Faster playback takes more of the path than the output has frames.
            var left = plan.Length - at;
            var take = left <= Commit ? left : Commit;
            var length = Math.Min(Window, left + (left / Block) + 1);
            var (idle, talk) = Costs(noise, at, lastShown);
            for (var t = 0; t <= length; t++)
            {
                // The first is the frame shown last, where there is one.
                showing[t] = silent[Math.Clamp(at + t - 1, 0, plan.Length - 1)] ? idle : talk;
            }

            var skip = state < 0 ? 0 : 1;
            finder.Find(Start(noise, state), showing.AsSpan(1 - skip, length + skip), path.AsSpan(0, length + skip));
            state = speed.Play(path.AsSpan(skip, length), plan.AsSpan(at, take), at);
            for (var t = at; t < at + take; t++)
            {
                lastShown[plan[t] / Block] = t;
                plan[t] += _first;
            }

            at += take;
        }

        return plan;
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

    private float[] Start(SeededNoise noise, int state)
    {
        var start = new float[_base.Length * 2];
        for (var s = 0; s < start.Length; s++)
        {
            start[s] = state < 0 ? StartSpread * noise.At(s) : s == state ? 0 : float.PositiveInfinity;
        }

        return start;
    }

    // What showing each frame costs in silence and in speech, from this moment on.
    private (float[] Idle, float[] Talk) Costs(SeededNoise noise, int at, int[] lastShown)
    {
        var memory = (float)Math.Min(Memory, _base.Length / 4);
        var (idle, talk) = (new float[_base.Length], new float[_base.Length]);
        for (var i = 0; i < _base.Length; i++)
        {
            var block = i / Block;
            var cost = (Familiar * MathF.Exp((lastShown[block] - at) / memory)) + (Whim * noise.At((at * 7919) + block))
                + (_base[i].Usable ? 0 : UnusableCost);
            idle[i] = cost + (_base[i].Idle ? 0 : IdleMismatch);
            talk[i] = cost + (_base[i].Idle ? TalkMismatch : 0);
        }

        return (idle, talk);
    }
}

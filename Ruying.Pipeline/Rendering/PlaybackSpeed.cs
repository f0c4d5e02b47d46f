using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// Plays a path up to 4 % faster or slower, changing slowly. Frames are whole pictures, so a speed is a frame left out, or shown twice,
/// now and then: at most one in 25, and only where the picture is so still that nobody can see it. Where it never is, the speed stays 1.
/// </summary>
/// <param name="graph">Knows where the footage is still.</param>
/// <param name="noise">Decides when to be fast and when slow.</param>
internal sealed class PlaybackSpeed(BaseGraph graph, SeededNoise noise)
{
    private const double Most = 0.04;

    /// <summary>Frames between two changes of the step: 1 / 0.04.</summary>
    private const int Apart = 25;

    /// <summary>The speed wanders from one value to another in this time.</summary>
    private const int Wander = 8 * Clock.FramesPerSecond;

    /// <summary>Frames owed at most: what could not be had in a long movement is forgotten.</summary>
    private const double MostOwed = 1.5;

    private double _owed;
    private int _since;

    /// <summary>Plays.</summary>
    /// <param name="path">States in order.</param>
    /// <param name="frames">Where the frames shown go; shorter than the path where there is more to come.</param>
    /// <param name="at">Output frame of the first.</param>
    /// <returns>The state shown last.</returns>
    public int Play(ReadOnlySpan<int> path, Span<int> frames, int at)
    {
        var p = 0;
        for (var t = 0; t < frames.Length; t++)
        {
            frames[t] = path[p] % graph.Count;
            if (t + 1 == frames.Length)
            {
                break;
            }

            _since++;
            _owed = Math.Clamp(_owed + (Most * ((2 * noise.Curve(at + t, Wander)) - 1)), -MostOwed, MostOwed);
            var step = 1;
            if (Math.Abs(_owed) >= 1 && _since >= Apart && Unseen(path, _owed > 0 ? p + 1 : p))
            {
                step = _owed > 0 ? 2 : 0;
                _owed -= Math.Sign(_owed);
                _since = 0;
            }

            p += step;
        }

        return path[p];
    }

    // The frame left out, or shown twice, lies between its own neighbours and all is still.
    private bool Unseen(ReadOnlySpan<int> path, int p) =>
        p > 0 && p + 1 < path.Length && Math.Abs(path[p + 1] - path[p - 1]) == 2 && Math.Abs(path[p] - path[p - 1]) == 1 && graph.IsStill(path[p] % graph.Count);
}

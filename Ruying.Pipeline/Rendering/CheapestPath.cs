using System.Numerics.Tensors;

namespace Ruying.Pipeline.Rendering;

/// <summary>Finds the cheapest way to play a base for a while (Viterbi 1967). Its memory is that of one window. Not thread-safe.</summary>
/// <param name="graph">How the base may be played.</param>
/// <param name="longest">Most output frames of a window.</param>
internal sealed class CheapestPath(BaseGraph graph, int longest)
{
    private readonly int _count = graph.Count;
    private readonly int[] _origins = new int[longest * 2 * graph.Count];
    private float[] _cost = new float[2 * graph.Count];
    private float[] _next = new float[2 * graph.Count];

    /// <summary>States of the cheapest path: frame, plus the number of frames when playing backwards.</summary>
    /// <param name="start">Cost of beginning in each state.</param>
    /// <param name="showing">Cost of showing each frame, for each output frame; one or more.</param>
    /// <param name="path">As long as <paramref name="showing"/>, at most <c>longest</c>.</param>
    public void Find(ReadOnlySpan<float> start, ReadOnlySpan<float[]> showing, Span<int> path)
    {
        start.CopyTo(_cost);
        Show(_cost, showing[0]);
        for (var t = 1; t < path.Length; t++)
        {
            var origins = _origins.AsSpan(t * 2 * _count, 2 * _count);
            origins.Clear();
            var forwards = _next.AsSpan(0, _count);
            var backwards = _next.AsSpan(_count);
            forwards[0] = backwards[^1] = float.PositiveInfinity;
            var passing = graph.Passing.AsSpan(0, _count - 1);
            TensorPrimitives.Add(_cost.AsSpan(0, _count - 1), passing, forwards[1..]);
            TensorPrimitives.Add(_cost.AsSpan(_count + 1), passing, backwards[..^1]);
            for (var e = 0; e < graph.Edges.Length; e++)
            {
                var edge = graph.Edges[e];
                var reached = _cost[edge.From] + edge.Cost;
                if (reached < _next[edge.To])
                {
                    _next[edge.To] = reached;
                    origins[edge.To] = e + 1;
                }
            }

            Show(_next, showing[t]);
            (_cost, _next) = (_next, _cost);
        }

        path[^1] = TensorPrimitives.IndexOfMin<float>(_cost);
        for (var t = path.Length - 1; t > 0; t--)
        {
            var state = path[t];
            var origin = _origins[(t * 2 * _count) + state];
            path[t - 1] = origin > 0 ? graph.Edges[origin - 1].From : state < _count ? state - 1 : state + 1;
        }
    }

    private void Show(float[] cost, float[] showing)
    {
        TensorPrimitives.Add(cost.AsSpan(0, _count), showing, cost.AsSpan(0, _count));
        TensorPrimitives.Add(cost.AsSpan(_count), showing, cost.AsSpan(_count));
    }
}

using Ruying.Pipeline.Motion;
using Ruying.Training.Data;
using static TorchSharp.torch;

namespace Ruying.Training.Motion;

/// <summary>The eight principal movements of many mouths, through zero, because zero is the neutral mouth.</summary>
internal static class MotionBasis
{
    /// <summary>A face that tracks wrongly moves further than any mouth.</summary>
    private const float Furthest = 1.2f;

    private const float InnerWeight = 1.5f, ChinWeight = 0.4f;

    /// <summary>How much each of the 90 numbers counts: inner lips more, chin less.</summary>
    public static float[] Weights { get; } =
    [
        .. Enumerable.Range(0, MouthMotion.Values).Select(i => (i / 2) switch
        {
            >= MouthPoints.Chin => ChinWeight,
            >= MouthPoints.Inner => InnerWeight,
            _ => 1f,
        }),
    ];

    /// <summary>Computes <c>[8, 90]</c>; a coefficient of 1 is a standard deviation.</summary>
    public static float[] Compute(IEnumerable<MotionSample> samples)
    {
        var rows = new List<float>();
        foreach (var sample in samples)
        {
            for (var i = 0; i < sample.Frames; i++)
            {
                var frame = sample.Motion.Frame(i);
                if (sample.Usable[i] && System.Numerics.Tensors.TensorPrimitives.MaxMagnitude<float>(frame) is > -Furthest and < Furthest)
                {
                    rows.AddRange(frame);
                }
            }
        }

        using var scope = NewDisposeScope();
        var weights = tensor(Weights);
        var data = tensor(rows.ToArray()).view(-1, MouthMotion.Values) * weights;
        var (values, vectors) = linalg.eigh(data.t().matmul(data) / data.shape[0]);
        var order = arange(MouthMotion.Values - 1, MouthMotion.Values - 1 - MouthMotion.Components, -1);
        var basis = vectors.index_select(1, order).t() * values.index_select(0, order).sqrt().unsqueeze(1) / weights;
        return basis.contiguous().data<float>().ToArray();
    }
}

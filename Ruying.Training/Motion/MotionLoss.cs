using Ruying.Pipeline.Motion;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ruying.Training.Motion;

/// <summary>What counts: points, their speed, the gap and the width, the gap's course over time, and contacts.</summary>
internal sealed class MotionLoss : IDisposable
{
    private const double ContactWeight = 3, CorrelationWeight = 0.02;
    private readonly Tensor _weights = tensor(MotionBasis.Weights).DetachFromDisposeScope();
    private readonly Tensor _aperture = tensor(Direction(MouthPoints.Aperture)).DetachFromDisposeScope();
    private readonly Tensor _width = tensor(Direction(MouthPoints.Width)).DetachFromDisposeScope();

    private delegate float Measure(ReadOnlySpan<float> points);

    /// <summary>The loss of predicted against real displacements, both <c>[windows, frames, 90]</c>.</summary>
    public Tensor Compute(Tensor predicted, Tensor real, Tensor usable, Tensor contact)
    {
        using var scope = NewDisposeScope();
        var points = (functional.smooth_l1_loss(predicted, real, Reduction.None, 0.05) * _weights).mean([2]);
        var loss = Mean(points, usable);

        var frames = predicted.shape[1];
        var speed = functional.smooth_l1_loss(Step(predicted, frames), Step(real, frames), Reduction.None, 0.03) * _weights;
        loss += Mean(speed.mean([2]), usable.narrow(1, 1, frames - 1) * usable.narrow(1, 0, frames - 1));

        var (predictedGap, realGap) = (predicted.matmul(_aperture), real.matmul(_aperture));
        loss += Mean(functional.smooth_l1_loss(predictedGap, realGap, Reduction.None, 0.05) * (1 + (ContactWeight * contact)), usable);
        var width = functional.smooth_l1_loss(predicted.matmul(_width), real.matmul(_width), Reduction.None, 0.05);
        loss += 0.5 * Mean(width, usable);

        // Free of amplitude, which belongs to the person.
        var (a, b) = (Centred(predictedGap, usable), Centred(realGap, usable));
        var correlation = (a * b).sum(1) / ((a * a).sum(1) * (b * b).sum(1) + 1e-3).sqrt();
        loss += CorrelationWeight * (1 - correlation).mean();
        return loss.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _weights.Dispose();
        _aperture.Dispose();
        _width.Dispose();
    }

    private static Tensor Step(Tensor x, long frames) => x.narrow(1, 1, frames - 1) - x.narrow(1, 0, frames - 1);

    private static Tensor Mean(Tensor x, Tensor usable) => (x * usable).sum() / usable.sum().clamp_min(1);

    private static Tensor Centred(Tensor x, Tensor usable) =>
        (x - ((x * usable).sum(1, keepdim: true) / usable.sum(1, keepdim: true).clamp_min(1))) * usable;

    /// <summary>A linear measure of the 90 numbers as a vector.</summary>
    private static float[] Direction(Measure measure)
    {
        var unit = new float[MouthMotion.Values];
        return
        [
            .. Enumerable.Range(0, unit.Length).Select(i =>
            {
                Array.Clear(unit);
                unit[i] = 1;
                return measure(unit);
            }),
        ];
    }
}

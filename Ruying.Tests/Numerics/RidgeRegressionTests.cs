using Ruying.Pipeline.Numerics;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Numerics;

public sealed class RidgeRegressionTests
{
    private static readonly float[][] Inputs = [.. Enumerable.Range(0, 40).Select(i => new[] { MathF.Sin(i), MathF.Cos(2 * i), MathF.Sin(0.3f * i) })];
    private static readonly float[][] Targets = [.. Inputs.Select(x => new[] { (2 * x[0]) - x[1], 0.5f * x[2] })];

    [Fact]
    public void Solve_LinearTargets_FindsTheirWeights() =>
        new RidgeRegression(Inputs, Targets).Solve(1e-9).Zip([2f, 0, -1, 0, 0, 0.5f]).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-4f);

    [Fact]
    public void Solve_LargerPenalty_HoldsWeightsNearerToZero()
    {
        var regression = new RidgeRegression(Inputs, Targets);

        regression.Solve(10).Sum(Math.Abs).ShouldBeLessThan(regression.Solve(0.01).Sum(Math.Abs) / 5);
    }

    [Fact]
    public void New_NoRows_Throws() => Should.Throw<ArgumentException>(() => new RidgeRegression([], []));
}

namespace Ruying.Pipeline;

/// <summary>Hands the fractions of a part's own stage to the stage that it is a part of, at once.</summary>
/// <param name="report">Takes fractions of 0 to 1.</param>
internal sealed class StageFraction(Action<double> report) : IProgress<StageProgress>
{
    public void Report(StageProgress value) => report(value.Fraction);
}

namespace Ruying.Pipeline.Evaluation;

/// <summary>How many of some events came out as wanted.</summary>
/// <param name="Count">All that could be seen.</param>
/// <param name="Met">Those as wanted.</param>
public readonly record struct Share(int Count, int Met)
{
    /// <summary>0 to 1; null where there was none to see.</summary>
    public double? Value => Count == 0 ? null : (double)Met / Count;
}

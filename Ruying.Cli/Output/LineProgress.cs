using Ruying.Pipeline;

namespace Ruying.Cli.Output;

/// <summary>One line a quarter of each stage, for logs.</summary>
internal sealed class LineProgress(TextWriter output) : IProgress<StageProgress>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _quarters = [];

    public void Report(StageProgress value)
    {
        var quarter = (int)(Math.Clamp(value.Fraction, 0, 1) * 4);
        lock (_lock)
        {
            if (quarter > _quarters.GetValueOrDefault(value.Stage, -1))
            {
                _quarters[value.Stage] = quarter;
                output.WriteLine($"{value.Stage} {quarter * 25} %");
            }
        }
    }
}

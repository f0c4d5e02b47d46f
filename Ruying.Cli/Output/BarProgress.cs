using Ruying.Pipeline;
using Spectre.Console;

namespace Ruying.Cli.Output;

/// <summary>One bar a stage, for people at a terminal.</summary>
internal sealed class BarProgress(ProgressContext context) : IProgress<StageProgress>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ProgressTask> _bars = [];

    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            if (!_bars.TryGetValue(value.Stage, out var bar))
            {
                bar = context.AddTask(Markup.Escape(value.Stage), autoStart: true, maxValue: 1);
                _bars.Add(value.Stage, bar);
            }

            bar.Value = Math.Max(bar.Value, value.Fraction);
            if (value.Fraction >= 1)
            {
                bar.StopTask();
            }
        }
    }
}

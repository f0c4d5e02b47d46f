using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Ruying.Pipeline;

/// <summary>Times the stages of one job and reports them.</summary>
/// <param name="progress">Hears each stage's fractions; may be null.</param>
/// <param name="logger">Hears how long each stage took.</param>
internal sealed class StageClock(IProgress<StageProgress>? progress, ILogger logger)
{
    private readonly Dictionary<string, double> _seconds = [];

    /// <summary>How long each finished stage took, in order.</summary>
    public IReadOnlyDictionary<string, double> Seconds => _seconds;

    /// <summary>Runs a stage that cannot tell how far it is.</summary>
    public Task<T> RunAsync<T>(string stage, Func<Task<T>> work) => RunAsync(stage, _ => work());

    /// <summary>Runs a stage; the function given to it takes fractions of 0 to 1.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="work">What it does.</param>
    /// <param name="frames">How many frames it works through; null where it does not go by frames.</param>
    public async Task<T> RunAsync<T>(string stage, Func<Action<double>, Task<T>> work, int? frames = null)
    {
        progress?.Report(new StageProgress(stage, 0, frames));
        var start = Stopwatch.GetTimestamp();
        var result = await work(fraction => progress?.Report(new StageProgress(stage, Math.Min(fraction, 0.999), frames))).ConfigureAwait(false);
        _seconds[stage] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        logger.LogInformation("Stage {Stage} took {Seconds:F2} s.", stage, _seconds[stage]);
        progress?.Report(new StageProgress(stage, 1, frames));
        return result;
    }
}

using Ruying.Pipeline;

namespace Ruying.Api.Jobs;

/// <summary>How many frames a second a stage goes through, over the last ten seconds; told anew once a second.</summary>
/// <param name="time">The clock.</param>
internal sealed class FramePace(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10), LeastTime = TimeSpan.FromSeconds(1);

    private readonly Queue<(long At, double Frames)> _seen = [];
    private string? _stage;
    private double? _pace;
    private long _told;

    /// <summary>The pace, to a tenth; null where the stage does not go by frames, or it is too early to tell.</summary>
    /// <param name="progress">How far it is now; the same as before where nothing came.</param>
    public double? Next(StageProgress progress)
    {
        if (progress.Stage != _stage)
        {
            _stage = progress.Stage;
            (_pace, _told) = (null, 0);
            _seen.Clear();
        }

        if (progress.Frames is not { } frames || progress.Fraction >= 1)
        {
            return null;
        }

        var now = time.GetTimestamp();
        _seen.Enqueue((now, progress.Fraction * frames));
        while (time.GetElapsedTime(_seen.Peek().At, now) > Window)
        {
            _seen.Dequeue();
        }

        var (then, before) = _seen.Peek();
        var elapsed = time.GetElapsedTime(then, now);
        if (elapsed >= LeastTime && (_pace is null || time.GetElapsedTime(_told, now) >= LeastTime))
        {
            (_pace, _told) = (Math.Round(((progress.Fraction * frames) - before) / elapsed.TotalSeconds, 1), now);
        }

        return _pace;
    }
}

namespace Ruying.Api.Jobs;

/// <summary>Tells from a job's own pace when it will be done.</summary>
/// <param name="first">The percentage at which this attempt began: what earlier ones did says nothing about the pace.</param>
/// <param name="time">The clock.</param>
internal sealed class JobPace(int first, TimeProvider time)
{
    /// <summary>Less than this of the way, or of time, and the guess would jump about.</summary>
    private const int LeastPercent = 2;
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(2);

    private readonly long _start = time.GetTimestamp();
    private int _percent = -1;
    private DateTimeOffset? _eta;

    /// <summary>When the job ends if it goes on like this; the same answer until it has come further or the moment has passed.</summary>
    /// <param name="percent">How far it is, 0 to 100.</param>
    public DateTimeOffset? Eta(int percent)
    {
        var (elapsed, now) = (time.GetElapsedTime(_start), time.GetUtcNow());
        if (percent - first < LeastPercent || elapsed < LeastTime || (percent == _percent && _eta > now))
        {
            return _eta;
        }

        var left = elapsed * ((100.0 - percent) / (percent - first));
        _percent = percent;

        // Whole seconds: nobody believes more, and less often is something new.
        _eta = DateTimeOffset.FromUnixTimeSeconds((now + left).ToUnixTimeSeconds() + 1);
        return _eta;
    }
}

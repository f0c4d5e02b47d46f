using Ruying.Pipeline;

namespace Ruying.Tests.EndToEnd;

/// <summary>Acts on the reports that a test waits for, at once and on the reporting thread.</summary>
internal sealed class Hear(Func<StageProgress, bool> wanted, Action act) : IProgress<StageProgress>
{
    public void Report(StageProgress value)
    {
        if (wanted(value))
        {
            act();
        }
    }
}

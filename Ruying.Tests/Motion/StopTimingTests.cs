using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Motion;

public sealed class StopTimingTests
{
    [Fact]
    public void Refine_SilenceBeforeABurst_BelongsToTheStop()
    {
        // Loud until 0.20 s, silent for 60 ms, then the burst.
        var sound = new PcmAudio([.. Enumerable.Range(0, 8000).Select(i => i is >= 3200 and < 4160 ? 0 : MathF.Sin(i * 0.1f))], 16_000);
        PhonemeTiming[] phonemes = [new("a", 0, 0.26), new("p", 0.26, 0.3), new("a", 0.3, 0.5)];

        var refined = StopTiming.Refine(phonemes, sound);

        refined[1].Start.ShouldBe(0.2, 0.006);
        refined[0].End.ShouldBe(refined[1].Start);
        refined[2].ShouldBe(phonemes[2]);
    }

    [Fact]
    public void Refine_NoQuietBefore_StaysAsItWas()
    {
        var sound = new PcmAudio([.. Enumerable.Range(0, 8000).Select(i => MathF.Sin(i * 0.1f))], 16_000);
        PhonemeTiming[] phonemes = [new("m", 0, 0.2), new("b", 0.2, 0.3), new("a", 0.3, 0.5)];

        StopTiming.Refine(phonemes, sound).ShouldBe(phonemes);
    }

    [Fact]
    public void Refine_FirstSoundIsAStop_ClosesBeforeIt() =>
        StopTiming.Refine([new PhonemeTiming("_", 0, 0.3), new PhonemeTiming("p", 0.3, 0.4)], new PcmAudio(new float[8000], 16_000))[1].Start.ShouldBe(0.24, 1e-6);
}

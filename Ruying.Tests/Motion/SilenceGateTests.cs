using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Motion;

public sealed class SilenceGateTests
{
    [Fact]
    public void FromProbabilities_OneWord_OpensTwoFramesBeforeAndClosesOverFour()
    {
        var heard = new float[40];
        heard.AsSpan(15, 5).Fill(0.9f);

        var gate = SilenceGate.FromProbabilities(heard);

        gate[..12].ShouldAllBe(w => w == 0);
        gate[12].ShouldBeInRange(0.01f, 0.99f);
        gate[14..20].ShouldAllBe(w => w == 1);
        gate[23].ShouldBeInRange(0.01f, 0.99f);
        gate[24..].ShouldAllBe(w => w == 0);
    }

    [Fact]
    public void FromProbabilities_ShortDropInSpeech_StaysOpen()
    {
        var heard = Enumerable.Repeat(0.9f, 20).ToArray();
        heard.AsSpan(8, 3).Fill(0.1f);

        SilenceGate.FromProbabilities(heard).ShouldAllBe(w => w == 1);
    }

    [Fact]
    public void FromPhonemes_PauseAndGap_Close()
    {
        PhonemeTiming[] phonemes = [new("a", 0, 0.4), new("_", 0.4, 1.2), new("a", 1.2, 1.6)];

        var gate = SilenceGate.FromPhonemes(phonemes, 60);

        gate[5].ShouldBe(1);
        gate[20].ShouldBe(0);
        gate[35].ShouldBe(1);
        gate[50..].ShouldAllBe(w => w == 0);
    }

    [Fact]
    public void Apply_ClosedGate_IsExactlyNeutral()
    {
        var motion = MouthMotion.Neutral(4);
        Array.Fill(motion.Displacement, 0.3f);

        SilenceGate.Apply(motion, [1, 0.5f, 0]);

        motion.Frame(0).ToArray().ShouldAllBe(v => v == 0.3f);
        motion.Frame(2).ToArray().ShouldAllBe(v => v == 0);
        motion.Frame(3).ToArray().ShouldAllBe(v => v == 0);
    }
}

using CsCheck;
using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Evaluation;

public sealed class ClosureMeasuresTests
{
    [Fact]
    public void Sounds_CountsOnlyLipSounds_AndThoseThatClose()
    {
        // Open, but for frame 10: the p spans frames 9 and 10, the m frames 20 and 21, the s is no lip sound.
        var lips = Open(40, 10);
        PhonemeTiming[] sounds = [new("p", 0.36, 0.44), new("s", 0.5, 0.6), new("m", 0.8, 0.88), new("_", 1, 1.2)];

        lips.Sounds(sounds).ShouldBe(new Share(2, 1));
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(11, true)]
    [InlineData(7, false)]
    [InlineData(12, false)]
    public void Sounds_ClosedWithinOneFrame_Counts(int closed, bool met) =>
        Open(40, closed).Sounds([new PhonemeTiming("b", 0.36, 0.44)]).Met.ShouldBe(met ? 1 : 0);

    [Fact]
    public void Sounds_ThatCannotBeSeen_AreNotCounted() =>
        new ClosureMeasures(new double[40], new bool[40]).Sounds([new PhonemeTiming("b", 0.36, 0.44)]).Value.ShouldBeNull();

    [Fact]
    public void LeadIns_CountTheFramesThatAreOpenBeforeSpeech() =>
        Gen.Int[0, 10].Sample(lead =>
        {
            // Speech in frames 25 to 50, after a second of quiet.
            var gaps = Enumerable.Range(0, 60).Select(t => t >= 25 - lead && t < 50 ? 0.2 : 0).ToArray();
            new ClosureMeasures(gaps, [.. gaps.Select(_ => true)]).LeadIns([new SpeechSpan(1, 2)]).ShouldBe([lead]);
        });

    [Fact]
    public void LeadIns_AfterAShortPause_AreNone() =>
        Open(60).LeadIns([new SpeechSpan(0.1, 1), new SpeechSpan(1.1, 2)]).ShouldBeEmpty();

    [Fact]
    public void Pauses_LieBeforeBetweenAndAfterSpeech()
    {
        var pauses = SpeechSpans.Pauses([new SpeechSpan(0.5, 1), new SpeechSpan(1.1, 2)], 3);
        pauses.ShouldBe([new SpeechSpan(0, 0.5), new SpeechSpan(2, 3)]);
    }

    [Fact]
    public void Of_Phonemes_JoinsOverTheStopsOfConsonants()
    {
        PhonemeTiming[] sounds = [new("_", 0, 0.3), new("a", 0.3, 0.5), new("p", 0.6, 0.7), new("_", 0.7, 1), new("o", 1, 1.2)];
        SpeechSpans.Of(sounds).ShouldBe([new SpeechSpan(0.3, 0.7), new SpeechSpan(1, 1.2)]);
    }

    private static ClosureMeasures Open(int frames, params int[] closed) =>
        new([.. Enumerable.Range(0, frames).Select(t => closed.Contains(t) ? 0.0 : 0.2)], [.. Enumerable.Repeat(true, frames)]);
}

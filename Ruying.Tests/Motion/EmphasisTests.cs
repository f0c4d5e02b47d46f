using CsCheck;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Motion;

public sealed class EmphasisTests
{
    private const int Rate = 16000;

    [Fact]
    public void Gains_LoudAndQuietWords_OpenMoreAndLess()
    {
        var gains = Emphasis.Gains(Tone(100, i => i < 50 ? 0.05 : 0.2), 100);
        gains[25].ShouldBeInRange(Emphasis.Least, 0.95f);
        gains[75].ShouldBeInRange(1.05f, Emphasis.Most);
        Enumerable.Range(1, 99).Max(i => Math.Abs(gains[i] - gains[i - 1])).ShouldBeLessThan(0.06f, "emphasis is slow");
    }

    [Fact]
    public void Gains_AnyLevels_AreOneOnTheMeanAndBounded() =>
        Gen.Double[0.02, 0.5].Array[20].Sample(
            levels =>
            {
                var gains = Emphasis.Gains(Tone(200, i => levels[i / 10]), 200);
                gains.ShouldAllBe(g => g >= Emphasis.Least && g <= Emphasis.Most);
                gains.Average().ShouldBe(1, 0.02);
            },
            iter: 30);

    [Fact]
    public void Gains_OfTheSameSoundLouder_AreTheSame()
    {
        var quiet = Emphasis.Gains(Tone(100, i => 0.02 + (i * 0.001)), 100);
        var loud = Emphasis.Gains(Tone(100, i => (0.02 + (i * 0.001)) * 5), 100);
        quiet.Zip(loud, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(0.01f);
    }

    [Fact]
    public void Gains_OfSilence_AreOne() => Emphasis.Gains(new PcmAudio(new float[Rate], Rate), 25).ShouldAllBe(g => g == 1);

    [Fact]
    public void Apply_Gains_ScaleEachFrame()
    {
        var motion = MouthMotion.Neutral(2);
        Array.Fill(motion.Displacement, 0.5f);
        Emphasis.Apply(motion, [1, 1.2f]);
        motion.Frame(0).ToArray().ShouldAllBe(v => v == 0.5f);
        motion.Frame(1).ToArray().ShouldAllBe(v => Math.Abs(v - 0.6f) < 1e-6f);
    }

    private static PcmAudio Tone(int frames, Func<int, double> level) =>
        new([.. Enumerable.Range(0, frames * Rate / 25).Select(i => (float)(level(i * 25 / Rate) * Math.Sin(i * 0.3)))], Rate);
}

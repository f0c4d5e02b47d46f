using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech.Voices;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech.Voices;

public sealed class PitchTrackTests
{
    private const int Rate = Clock.ModelSampleRate;

    [Theory]
    [InlineData(75, 1)]
    [InlineData(110, 1)]
    [InlineData(220, 1)]
    [InlineData(340, 1)]
    [InlineData(110, 3)] // As over a telephone: the fundamental itself is gone.
    [InlineData(200, 2)]
    public void Of_HarmonicsOfAKnownPitch_FindsIt(double hertz, int lowestHarmonic)
    {
        var track = Track(Harmonics(_ => hertz, lowestHarmonic));

        Voiced(track).Length.ShouldBeGreaterThan(180);
        Voiced(track).ShouldAllBe(h => Math.Abs((h / hertz) - 1) < 0.01);
    }

    [Fact]
    public void Of_AGlide_IsFollowedWithoutALeap()
    {
        var track = Track(Harmonics(t => 100 + (75 * t), 1));

        Voiced(track).Length.ShouldBeGreaterThan(180);
        track.Zip(track.Skip(1)).Where(p => p.First > 0 && p.Second > 0).ShouldAllBe(p => Math.Abs(Math.Log2(p.Second / p.First)) < 0.05);
        for (var f = 20; f < track.Length - 20; f++)
        {
            track[f].ShouldBe(100 + (0.75f * f), 4);
        }
    }

    [Fact]
    public void Of_NoiseAlone_IsHardlyVoiced()
    {
        var random = new Random(1);
        var track = Track(new PcmAudio([.. Enumerable.Range(0, 2 * Rate).Select(_ => random.NextSingle() - 0.5f)], Rate));

        Voiced(track).Length.ShouldBeLessThan(20);
    }

    [Fact]
    public void Of_WhatIsNotHeard_IsNotVoiced()
    {
        var heard = new bool[50];
        heard.AsSpan(25).Fill(true);

        var track = PitchTrack.Of(Harmonics(_ => 150, 1), heard, default);

        track.Length.ShouldBe(200);
        Voiced(track[..100]).ShouldBeEmpty();
        Voiced(track[100..]).Length.ShouldBeGreaterThan(80);
    }

    private static float[] Voiced(IEnumerable<float> track) => [.. track.Where(h => h > 0)];

    private static float[] Track(PcmAudio sound) => PitchTrack.Of(sound, [.. Enumerable.Repeat(true, 50)], default);

    /// <summary>Two seconds, each harmonic as loud as a glottis makes it.</summary>
    private static PcmAudio Harmonics(Func<double, double> hertz, int lowest)
    {
        var samples = new float[2 * Rate];
        var phase = 0.0;
        for (var i = 0; i < samples.Length; i++)
        {
            var now = hertz((double)i / Rate);
            phase += 2 * Math.PI * now / Rate;
            for (var k = lowest; k * now < 3500; k++)
            {
                samples[i] += (float)(0.1 / k * Math.Cos((k * phase) + (k * k)));
            }
        }

        return new PcmAudio(samples, Rate);
    }
}

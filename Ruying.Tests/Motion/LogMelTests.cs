using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Motion;

public sealed class LogMelTests
{
    [Theory]
    [InlineData(250)]
    [InlineData(1000)]
    [InlineData(4000)]
    public void Compute_Tone_PeaksInItsBand(double hertz)
    {
        var mel = new LogMel(LogMelSettings.Wide).Compute(Tone(hertz), 50);

        var column = mel[(25 * LogMelSettings.Wide.Bands)..(26 * LogMelSettings.Wide.Bands)];
        var expected = (Mel(hertz) - Mel(60)) / (Mel(7600) - Mel(60)) * (LogMelSettings.Wide.Bands + 1);
        ((double)Array.IndexOf(column, column.Max())).ShouldBe(expected - 1, 1);
    }

    [Fact]
    public void Compute_OneColumn_MatchesTheDefinition()
    {
        var samples = Tone(440).Select((s, i) => s + (0.1f * MathF.Sin(i * i * 0.001f))).ToArray();

        var fast = new LogMel(LogMelSettings.Wide).Compute(samples, 1, first: 10);

        var slow = Slow(samples, 1600 - 200);
        for (var band = 0; band < LogMelSettings.Wide.Bands; band++)
        {
            ((double)fast[band]).ShouldBe(slow[band], 0.01);
        }
    }

    [Fact]
    public void Compute_BeyondTheEnd_IsTheFloor() => new LogMel(LogMelSettings.Wide).Compute([], 2).ShouldAllBe(v => Math.Abs(v - MathF.Log(1e-6f)) < 0.01f);

    [Theory]
    [InlineData(-20)]
    [InlineData(0)]
    [InlineData(37)]
    [InlineData(95)]
    public void Compute_OfAStretchThatIsRead_IsThatOfTheWhole(int first)
    {
        var samples = Tone(440);
        var mel = new LogMel(LogMelSettings.Embedding);
        mel.Compute(new PcmAudio(samples, Clock.ModelSampleRate), 30, first).ShouldBe(mel.Compute(samples, 30, first));
    }

    [Fact]
    public void NormaliseLevel_QuietAndLoud_BecomeAlike()
    {
        var tone = Tone(300);

        var quiet = LogMel.NormaliseLevel(new PcmAudio([.. tone.Select(s => s * 0.05f)], Clock.ModelSampleRate)).ToMemory().Samples;
        var loud = LogMel.NormaliseLevel(new PcmAudio(tone, Clock.ModelSampleRate)).ToMemory().Samples;

        quiet.Zip(loud).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-4f);
    }

    private static float[] Tone(double hertz) =>
        [.. Enumerable.Range(0, Clock.ModelSampleRate).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * hertz * i / Clock.ModelSampleRate)))];

    private static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));

    private static double[] Slow(float[] samples, int start)
    {
        var bands = new double[LogMelSettings.Wide.Bands];
        var step = (Mel(7600) - Mel(60)) / (LogMelSettings.Wide.Bands + 1);
        double Edge(int i) => 700 * (Math.Pow(10, (Mel(60) + (step * i)) / 2595) - 1);
        for (var bin = 0; bin <= 256; bin++)
        {
            var sum = System.Numerics.Complex.Zero;
            for (var i = 0; i < 400; i++)
            {
                var window = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / 400));
                sum += (samples[start + i] - (0.97 * samples[start + i - 1])) * window * System.Numerics.Complex.FromPolarCoordinates(1, -2 * Math.PI * bin * i / 512);
            }

            var hertz = bin * 31.25;
            for (var band = 0; band < bands.Length; band++)
            {
                var (left, middle, right) = (Edge(band), Edge(band + 1), Edge(band + 2));
                bands[band] += Math.Max(0, Math.Min((hertz - left) / (middle - left), (right - hertz) / (right - middle))) * sum.Magnitude * sum.Magnitude;
            }
        }

        return [.. bands.Select(b => Math.Log(b + 1e-6))];
    }
}

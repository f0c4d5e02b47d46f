using System.Numerics;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Rendering.Generators;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Rendering.Generators;

public sealed class MelSpectrumTests
{
    private const int Bands = 80, Columns = 16;
    private static readonly GeneratorSettings Wav2Lip = new();

    [Fact]
    public void Of_Silence_IsTheLeastNumber() => Window(new float[16_000], 3).ShouldAllBe(v => v == -4);

    [Fact]
    public void Of_AnySound_MatchesTheDefinition()
    {
        // A chirp under noise, loud enough to leave the floor and quiet enough not to reach the top.
        var random = new Random(7);
        float[] samples = [.. Enumerable.Range(0, 16_000).Select(i => (float)((0.2 * Math.Sin(i * i * 2e-5)) + (0.01 * (random.NextDouble() - 0.5))))];

        foreach (var frame in new[] { 0, 10, 24 })
        {
            var window = Window(samples, frame);
            foreach (var column in new[] { 0, 1, 15 })
            {
                // The last window is moved back to the end of the sound: 81 columns in all.
                var expected = Slow(samples, Math.Min(frame * 16 / 5, 81 - Columns) + column);
                for (var band = 0; band < Bands; band++)
                {
                    ((double)window[(band * Columns) + column]).ShouldBe(expected[band], 0.002, $"frame {frame}, column {column}, band {band}");
                }
            }
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.05)]
    public void Of_ATone_HasTheLevelOfItsAmplitude(double amplitude)
    {
        // 1000 Hz lies on bin 50. The window's sum is 400, half of it is the tone's: 200 a. The band's triangle of area 1 weighs the three
        // bins of the main lobe (magnitudes 1/2, 1, 1/2); pre-emphasis passes |1 - 0.97 e^-iw|.
        var mel = Window(Tone(1000, amplitude, 16_000, 16_000), 5);

        var emphasis = (1 - (0.97 * Complex.FromPolarCoordinates(1, -2 * Math.PI * 1000 / 16_000))).Magnitude;
        var expected = Enumerable.Range(0, Bands).Max(band => Triangle(band, 980) * 0.5 + Triangle(band, 1000) + (Triangle(band, 1020) * 0.5)) * 200 * amplitude * emphasis;
        var level = (8 * ((20 * Math.Log10(expected)) - 20 + 100) / 100) - 4;
        ((double)Enumerable.Range(0, Bands).Max(b => mel[(b * Columns) + 8])).ShouldBe(Math.Min(4, level), 0.005);
    }

    // Centres of librosa.mel_frequencies(n_mels=40, fmin=0, fmax=11025) as its documentation prints them.
    [Theory]
    [InlineData(85.317, 1)]
    [InlineData(511.904, 6)]
    [InlineData(1024.856, 12)]
    [InlineData(1457.167, 16)]
    [InlineData(3512.582, 26)]
    [InlineData(7101.009, 34)]
    public void Of_ATone_LandsInItsBand(double hertz, int position)
    {
        var settings = new GeneratorSettings { SampleRate = 22_050, FftSize = 4096, Window = 4096, Hop = 441, Bands = 38, MinimumHertz = 0, MaximumHertz = 11_025, PreEmphasis = 0 };
        var mel = new MelSpectrum(new PcmAudio(Tone(hertz, 0.01, 22_050, 22_050), 22_050), settings);
        var window = new float[38 * Columns];
        mel.CopyWindow(10, window);
        float[] column = [.. Enumerable.Range(0, 38).Select(band => window[(band * Columns) + 8])];
        Array.IndexOf(column, column.Max()).ShouldBe(position - 1);
    }

    [Fact]
    public void CopyWindow_OfAFrame_BeginsAtItsTime()
    {
        // A click at 1 s: column 80, which frame 25 hears first and frame 24 (columns 76 to 91) as its fifth.
        var samples = new float[32_000];
        samples[16_000] = 0.9f;

        int Loudest(int frame, GeneratorSettings settings)
        {
            var window = new float[Bands * Columns];
            new MelSpectrum(new PcmAudio(samples, 16_000), settings).CopyWindow(frame, window);
            return Enumerable.Range(0, Columns).MaxBy(column => window[(40 * Columns) + column]);
        }

        Loudest(25, Wav2Lip).ShouldBe(0);
        Loudest(24, Wav2Lip).ShouldBe(4);
        Loudest(25, Wav2Lip with { ColumnOffset = -3 }).ShouldBe(3);
    }

    [Fact]
    public void CopyWindow_OfAShortSound_IsFollowedBySilence()
    {
        var window = Window(Tone(500, 0.3, 16_000, 1000), 0);
        Enumerable.Range(0, Bands).Max(band => window[(band * Columns) + 5]).ShouldBeGreaterThan(0);
        Enumerable.Range(0, Bands).Max(band => window[(band * Columns) + 6]).ShouldBe(-4);
    }

    [Fact]
    public void Of_OtherSettings_ScalesAsTheySay()
    {
        var samples = Tone(700, 0.2, 16_000, 16_000);
        var usual = Window(samples, 4);
        var window = new float[Bands * Columns];
        new MelSpectrum(new PcmAudio(samples, 16_000), Wav2Lip with { Symmetric = false, Largest = 1 }).CopyWindow(4, window);
        window.Zip(usual).ShouldAllBe(p => Math.Abs(p.First - ((p.Second + 4) / 8)) < 1e-5);
        Should.Throw<ArgumentException>(() => new MelSpectrum(new PcmAudio(samples, 22_050), Wav2Lip));
    }

    private static float[] Window(float[] samples, int frame)
    {
        var window = new float[Bands * Columns];
        new MelSpectrum(new PcmAudio(samples, 16_000), Wav2Lip).CopyWindow(frame, window);
        return window;
    }

    private static float[] Tone(double hertz, double amplitude, int rate, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (float)(amplitude * Math.Sin(2 * Math.PI * hertz * i / rate)))];

    // Everything below is written again from the papers' formulas, bin by bin.
    private static double[] Slow(float[] samples, int column)
    {
        double At(int i)
        {
            i = Math.Abs(i);
            i = i < samples.Length ? i : (2 * (samples.Length - 1)) - i;
            return samples[i] - (i > 0 ? 0.97 * samples[i - 1] : 0);
        }

        var magnitudes = new double[401];
        for (var bin = 0; bin <= 400; bin++)
        {
            var sum = Complex.Zero;
            for (var i = 0; i < 800; i++)
            {
                var hann = Math.Pow(Math.Sin(Math.PI * i / 800), 2);
                sum += At((column * 200) - 400 + i) * hann * Complex.FromPolarCoordinates(1, -2 * Math.PI * bin * i / 800);
            }

            magnitudes[bin] = sum.Magnitude;
        }

        return [.. Enumerable.Range(0, Bands).Select(band =>
        {
            var mel = Enumerable.Range(0, 401).Sum(bin => Triangle(band, bin * 20) * magnitudes[bin]);
            return Math.Clamp((8 * ((20 * Math.Log10(Math.Max(1e-5, mel))) - 20 + 100) / 100) - 4, -4, 4);
        })];
    }

    private static double Triangle(int band, double hertz)
    {
        static double Mel(double f) => f < 1000 ? f / (200.0 / 3) : 15 + (Math.Log(f / 1000) / (Math.Log(6.4) / 27));
        static double Hertz(double m) => m < 15 ? m * (200.0 / 3) : 1000 * Math.Exp((m - 15) * (Math.Log(6.4) / 27));
        double Edge(int i) => Hertz(Mel(55) + (i * (Mel(7600) - Mel(55)) / (Bands + 1)));
        var (left, middle, right) = (Edge(band), Edge(band + 1), Edge(band + 2));
        return Math.Max(0, Math.Min((hertz - left) / (middle - left), (right - hertz) / (right - middle))) * 2 / (right - left);
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Sound;
using Ruying.Tests.Media;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Sound;

public sealed partial class SoundMixerTests : IDisposable
{
    private const int Rate = Clock.OutputSampleRate;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(-16, 0.0)]
    [InlineData(-16, -25.0)]
    [InlineData(-24, 0.0)]
    [InlineData(-11, 0.0)]
    public async Task MixAsync_RealSpeech_HasTheLoudnessAndItsPeaksBelowOne(double loudness, double gain)
    {
        var speech = _folder.File("speech.wav");
        await Ffmpeg.RunAsync("-i", HostClip.Path, "-t", "12", "-vn", "-af", $"volume={gain.ToString(CultureInfo.InvariantCulture)}dB", "-ac", "1", "-ar", "48000", "-map_metadata", "-1", "-bitexact", speech);

        var mixed = await MixAsync(speech, null, new SoundOptions { Loudness = loudness });

        // As people get it.
        var aac = _folder.File("mixed.m4a");
        await Ffmpeg.RunAsync("-i", mixed, "-c:a", "aac", "-b:a", "160k", aac);
        var (integrated, peak) = await MeasureAsync(aac);
        integrated.ShouldBe(loudness, 1);
        peak.ShouldBeLessThan(-1);
        WavFile.Read(mixed).Samples.Length.ShouldBe(WavFile.Read(speech).Samples.Length);
        Lag(WavFile.Read(speech), WavFile.Read(mixed)).ShouldBe(0);
    }

    [Fact]
    public async Task MixAsync_ClicksInQuietSpeech_AreBentNotPassed()
    {
        var sound = Bursts(8, 0.02f, 440);
        for (var i = Rate / 2; i < sound.Samples.Length; i += Rate)
        {
            sound.Samples[i] = 0.9f;
        }

        var (integrated, peak) = await MeasureAsync(await MixAsync(Write("clicks.wav", sound), null, new SoundOptions()));

        integrated.ShouldBe(-16, 1);
        peak.ShouldBeLessThan(-1);
    }

    [Theory]
    [InlineData(0.2, 0.3f)]
    [InlineData(0.6, 0.3f)]
    [InlineData(2, 0.0005f)]
    [InlineData(2, 0f)]
    public async Task MixAsync_VeryShortOrQuiet_DoesNotFail(double seconds, float amplitude)
    {
        var mixed = WavFile.Read(await MixAsync(Write("little.wav", Bursts(seconds, amplitude, 440)), null, new SoundOptions()));

        mixed.Seconds.ShouldBe(seconds, 1e-4);
        mixed.Samples.Max(Math.Abs).ShouldBeLessThan(0.9f);
        (mixed.Samples.Max() > amplitude / 2).ShouldBe(amplitude > 0);
    }

    [Fact]
    public async Task MixAsync_WithMusic_DucksItUnderSpeechLoopsAndFadesIt()
    {
        // Two seconds of voice, two of pause, and so on; a piece of three seconds must come round.
        var speech = Write("speech.wav", Bursts(16, 0.2f, 1000));
        var piece = _folder.File("piece.mp3");
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "sine=200:d=3", "-ac", "2", piece);

        var mixed = WavFile.Read(await MixAsync(speech, await MusicBed.OpenAsync(piece, default), new SoundOptions()));

        double Level(double at) => 20 * Math.Log10(Tone(mixed, 200, at, 0.4));
        mixed.Seconds.ShouldBe(16, 1e-4);
        foreach (var start in new[] { 4.0, 8.0 })
        {
            (Level(start + 3.4) - Level(start + 1.4)).ShouldBeInRange(6, 16);
        }

        (20 * Math.Log10(Tone(mixed, 1000, 5, 0.4)) - Level(5)).ShouldBeGreaterThan(18);
        Level(15.9 - 0.3).ShouldBeLessThan(Level(11.4) - 6);
        Lag(WavFile.Read(speech), mixed).ShouldBe(0);
    }

    [Fact]
    public async Task OpenAsync_NotMusic_IsRefused()
    {
        var list = _folder.File("list.mp3");
        await File.WriteAllTextAsync(list, "ffconcat version 1.0\nfile /etc/passwd\n");
        (await Should.ThrowAsync<ScriptException>(() => MusicBed.OpenAsync(list, default))).Code.ShouldBe("music.not_audio");
        var silent = Write("silent.wav", Bursts(3, 0, 440));
        (await Should.ThrowAsync<ScriptException>(() => MusicBed.OpenAsync(silent, default))).Code.ShouldBe("music.silent");
        (await Should.ThrowAsync<FootageException>(() => MusicBed.OpenAsync(_folder.File("none.mp3"), default))).Code.ShouldBe("file.missing");
    }

    [Fact]
    public async Task ReadAsync_Denoised_IsQuieterInItsPausesAndAsLong()
    {
        var noise = new Random(1);
        var clean = await AudioReader.ReadAsync(HostClip.Path, Rate);
        clean = new PcmAudio([.. clean.Samples.Take(6 * Rate), .. new float[2 * Rate]], Rate);
        var noisy = Write("noisy.wav", new PcmAudio([.. clean.Samples.Select(s => s + (float)((noise.NextDouble() - 0.5) * 0.02))], Rate));

        var raw = await AudioReader.ReadAsync(noisy, Rate);
        var cleaned = await AudioReader.ReadAsync(noisy, Rate, denoise: true, default);

        cleaned.Samples.Length.ShouldBe(raw.Samples.Length);
        Energy(cleaned, 7, 7.9).ShouldBeLessThan(Energy(raw, 7, 7.9) / 4);
    }

    [Theory]
    [InlineData(-32, 1)]
    [InlineData(-8, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(-16, -0.1)]
    [InlineData(-16, 2.1)]
    public void Check_OutOfRange_IsRefused(double loudness, double music) =>
        Should.Throw<ScriptException>(() => new SoundOptions { Loudness = loudness, MusicVolume = music }.Check()).Code.ShouldBe("sound.option_out_of_range");

    /// <summary>A tone, two seconds on and two off, that swells and falls so that it can be found again.</summary>
    private static PcmAudio Bursts(double seconds, float amplitude, double hertz) => new(
        [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(i =>
            i / (2 * Rate) % 2 == 1 ? 0 : amplitude * MathF.Sin((float)(i * 2 * Math.PI * hertz / Rate)) * (0.8f + (0.2f * MathF.Sin(i * 0.0007f))))],
        Rate);

    private static double Tone(PcmAudio audio, double hertz, double at, double seconds)
    {
        var (re, im) = (0.0, 0.0);
        var (start, count) = ((int)(at * audio.SampleRate), (int)(seconds * audio.SampleRate));
        for (var i = 0; i < count; i++)
        {
            var angle = 2 * Math.PI * hertz * i / audio.SampleRate;
            re += audio.Samples[start + i] * Math.Cos(angle);
            im += audio.Samples[start + i] * Math.Sin(angle);
        }

        return 2 * Math.Sqrt((re * re) + (im * im)) / count;
    }

    private static double Energy(PcmAudio audio, double from, double to) =>
        audio.Samples[(int)(from * audio.SampleRate)..(int)(to * audio.SampleRate)].Average(s => s * s);

    /// <summary>By how many samples the second comes after the first, within 10 ms.</summary>
    private static int Lag(PcmAudio first, PcmAudio second) => Enumerable.Range(-480, 961).MaxBy(lag =>
    {
        var sum = 0.0;
        for (var i = 480; i < Math.Min(first.Samples.Length, second.Samples.Length) - 480; i += 3)
        {
            sum += first.Samples[i] * second.Samples[i + lag];
        }

        return sum;
    });

    private async Task<string> MixAsync(string speech, MusicBed? music, SoundOptions options)
    {
        var output = _folder.File("mixed.wav");
        await SoundMixer.MixAsync(speech, music, output, options, 1, default);
        return output;
    }

    private string Write(string name, PcmAudio audio)
    {
        WavFile.Write(_folder.File(name), audio);
        return _folder.File(name);
    }

    private static async Task<(double Integrated, double Peak)> MeasureAsync(string path)
    {
        var log = await Ffmpeg.LogAsync("-i", path, "-af", "ebur128=peak=true", "-f", "null", "-");
        var summary = log[log.LastIndexOf("Summary:", StringComparison.Ordinal)..];
        return (Number(Integrated().Match(summary)), Number(Peak().Match(summary)));
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"I:\s+(-?[\d.]+) LUFS")]
    private static partial Regex Integrated();

    [GeneratedRegex(@"Peak:\s+(-?[\d.]+) dBFS")]
    private static partial Regex Peak();
}

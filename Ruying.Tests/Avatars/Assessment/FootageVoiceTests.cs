using Ruying.Pipeline.Avatars.Assessment;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech.Voices;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Avatars.Assessment;

public sealed class FootageVoiceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Measure_WithoutSoundOrWithoutSpeech_IsNobodysVoice()
    {
        (await FootageVoice.MeasureAsync(Footage(null), new bool[50], default)).ShouldBe(VoiceMeasures.None);

        var path = _folder.File("hum.wav");
        WavFile.Write(path, Hum());
        (await FootageVoice.MeasureAsync(Footage(path), new bool[50], default)).ShouldBe(VoiceMeasures.None);
    }

    [Fact]
    public async Task Measure_WhereSomebodyIsHeard_HasPitchAndLoudness()
    {
        var path = _folder.File("hum.wav");
        WavFile.Write(path, Hum());

        var voice = await FootageVoice.MeasureAsync(Footage(path), [.. Enumerable.Range(0, 50).Select(f => f >= 10)], default);

        voice.SpeechSeconds.ShouldBe(1.6);
        voice.Pitch!.Median.ShouldBe(130, 1);
        voice.Loudness!.Value.ShouldBeInRange(-40, -5);
    }

    private static NormalisedFootage Footage(string? sound) => new("none.mp4", sound, sound, 64, 64, 50, 2, []);

    private static PcmAudio Hum() => new(
        [.. Enumerable.Range(0, 2 * Clock.ModelSampleRate).Select(i => (float)Enumerable.Range(1, 10).Sum(k => 0.2 / k * Math.Sin(2 * Math.PI * 130 * k * i / Clock.ModelSampleRate)))],
        Clock.ModelSampleRate);
}

using Ruying.Pipeline.Avatars.Assessment;
using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Avatars.Assessment;

public sealed class SoundMeasuresTests(AssessedClips clips) : IClassFixture<AssessedClips>
{
    [SkippableFact]
    public async Task From_CleanReading_IsSpeechOverLittleNoise()
    {
        var sound = SoundMeasures.From(await Reading(), clips.Voice());

        sound.SpeechShare.ShouldBeGreaterThan(0.7);
        sound.SnrDb.ShouldBeGreaterThan(15);
        sound.ClippedShare.ShouldBe(0);
        sound.FirstSpeechSeconds!.Value.ShouldBeLessThan(1.5);
    }

    [SkippableFact]
    public async Task From_TooLoudReading_IsClipped()
    {
        var reading = await Reading();
        var loud = new PcmAudio([.. reading.Samples.Select(s => Math.Clamp(s * 20, -1, 1))], reading.SampleRate);

        SoundMeasures.From(loud, clips.Voice()).ClippedShare.ShouldBeGreaterThan(0.005);
    }

    [SkippableFact]
    public async Task From_NoisyReading_HasLittleDistance()
    {
        var reading = await Reading();
        var random = new Random(1);
        var noisy = new PcmAudio([.. reading.Samples.Select(s => s + ((random.NextSingle() - 0.5f) * 0.15f))], reading.SampleRate);

        SoundMeasures.From(noisy, clips.Voice()).SnrDb.ShouldBeLessThan(15);
    }

    [Fact]
    public void From_Silence_IsSilentAndWithoutSpeech()
    {
        var sound = SoundMeasures.From(new PcmAudio(new float[Clock.ModelSampleRate * 3], Clock.ModelSampleRate), clips.Voice());

        sound.Silent.ShouldBeTrue();
        sound.FirstSpeechSeconds.ShouldBeNull();
        sound.Levels.Length.ShouldBe(75);
    }

    private static Task<PcmAudio> Reading() =>
        AudioReader.ReadAsync(SharedMedia.Require("media/speech/en-librivox-0870.flac"), Clock.ModelSampleRate);
}

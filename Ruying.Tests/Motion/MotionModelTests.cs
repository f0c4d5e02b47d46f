using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Motion;

public sealed class MotionModelTests : IDisposable
{
    private readonly OnnxSessions _sessions = new(new PipelineOptions { Device = "cpu", Threads = 1 });

    public void Dispose() => _sessions.Dispose();

    [Fact]
    public void FromSpeech_PapaBetweenPauses_OpensClosesAndRests()
    {
        PhonemeTiming[] phonemes =
        [
            new("_", 0, 0.6), new("p", 0.6, 0.68), new("ɑː", 0.68, 0.9), new("p", 0.9, 0.98), new("ɑː", 0.98, 1.3), new("_", 1.3, 2),
        ];

        var motion = Director().FromSpeech(phonemes, new PcmAudio(new float[2 * Clock.ModelSampleRate], Clock.ModelSampleRate), SpeakerFit.None, []);

        motion.Frames.ShouldBe(50);
        Enumerable.Range(18, 4).Max(motion.Aperture).ShouldBeGreaterThan(0.05f);
        Enumerable.Range(22, 3).Min(motion.Aperture).ShouldBeLessThan(0.005f);
        Enumerable.Range(0, 12).ShouldAllBe(i => motion.Frame(i).ToArray().All(v => v == 0));
        Enumerable.Range(38, 12).ShouldAllBe(i => motion.Frame(i).ToArray().All(v => v == 0));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.5)]
    public void FromSpeech_WithAnyExpressiveness_MovesThatMuchAndStillCloses(double expressiveness)
    {
        PhonemeTiming[] phonemes = [new("_", 0, 0.6), new("ɑː", 0.6, 0.9), new("p", 0.9, 0.98), new("ɑː", 0.98, 1.3), new("_", 1.3, 2)];
        var sound = new PcmAudio(new float[2 * Clock.ModelSampleRate], Clock.ModelSampleRate);

        var own = Director().FromSpeech(phonemes, sound, SpeakerFit.None, []);
        var motion = Director().FromSpeech(phonemes, sound, SpeakerFit.None.Times(expressiveness), []);

        (Enumerable.Range(16, 5).Max(motion.Aperture) / Enumerable.Range(16, 5).Max(own.Aperture)).ShouldBe((float)expressiveness, 0.02f);
        Enumerable.Range(22, 3).Min(motion.Aperture).ShouldBeLessThan(0.005f);
        Enumerable.Range(0, 12).ShouldAllBe(i => motion.Frame(i).ToArray().All(v => v == 0));
    }

    [Fact]
    public void Predict_RoundedAndSpreadVowel_DifferInWidth()
    {
        var model = new PhonemeMotionModel(_sessions.Get("mouth-motion-phonemes"));

        var rounded = model.Predict([new PhonemeTiming("w", 0.3, 0.4), new PhonemeTiming("uː", 0.4, 0.7)], 1);
        var spread = model.Predict([new PhonemeTiming("s", 0.3, 0.4), new PhonemeTiming("iː", 0.4, 0.7)], 1);

        rounded.Width(13).ShouldBeLessThan(spread.Width(13) - 0.03f);
    }

    [Fact]
    public void Predict_LongerThanAChunk_JoinsWithoutATrace()
    {
        var model = new PhonemeMotionModel(_sessions.Get("mouth-motion-phonemes"));
        var phonemes = Enumerable.Range(0, 600).Select(i => new PhonemeTiming(i % 2 == 0 ? "m" : "a", 56 + (i * 0.1), 56.1 + (i * 0.1))).ToArray();
        var shifted = phonemes.Select(p => p with { Start = p.Start - 30, End = p.End - 30 }).ToArray();

        var whole = model.Predict(phonemes, 70);
        var part = model.Predict(shifted, 40);

        for (var i = 1475; i < 1525; i++)
        {
            whole.Aperture(i).ShouldBe(part.Aperture(i - 750), 1e-4);
        }
    }

    [Fact]
    public void FromSound_DigitalSilence_IsExactlyNeutral()
    {
        var motion = Director().FromSound(new PcmAudio(new float[3 * Clock.ModelSampleRate], Clock.ModelSampleRate), SpeakerFit.None, []);

        motion.Frames.ShouldBe(75);
        motion.Displacement.ShouldAllBe(v => v == 0);
    }

    [SkippableFact]
    public async Task FromSound_LibriVox_MovesWhileSomebodySpeaks()
    {
        var sound = await AudioReader.ReadAsync(SharedMedia.Require("media/speech/en-librivox-0880.flac"), Clock.ModelSampleRate);

        var motion = Director().FromSound(sound, SpeakerFit.None, []);

        motion.Frames.ShouldBe(Clock.FramesFor(sound.Seconds));
        Enumerable.Range(0, motion.Frames).Max(motion.Aperture).ShouldBeInRange(0.05f, 0.6f);
    }

    [Fact]
    public void Constructor_ModelOfAnotherKind_SaysSo() =>
        Should.Throw<ModelException>(() => new AudioMotionModel(new SpeechEmbedding(_sessions.Get("speech-embedding")), _sessions.Get("mouth-motion-phonemes"))).Code.ShouldBe("model.wrong_kind");

    [Fact]
    public void Predict_Cancelled_Throws()
    {
        var model = new PhonemeMotionModel(_sessions.Get("mouth-motion-phonemes"));

        Should.Throw<OperationCanceledException>(() => model.Predict([], 10, new CancellationToken(canceled: true)));
    }

    private MotionDirector Director() => new(
        new PhonemeMotionModel(_sessions.Get("mouth-motion-phonemes")),
        AudioMotionModel.Open(_sessions),
        new VoiceActivity(_sessions.Get("voice-activity")));
}

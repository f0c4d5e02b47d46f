using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Motion;

public sealed class SpeechEmbeddingTests : IDisposable
{
    private readonly OnnxSessions _sessions = new(new PipelineOptions { Device = "cpu" });

    public void Dispose() => _sessions.Dispose();

    [Fact]
    public async Task Open_CutIntoStretches_HearsTheSame()
    {
        var samples = await Sample();
        var frames = Clock.FramesFor((double)samples.Length / Clock.ModelSampleRate);
        var listen = new SpeechEmbedding(_sessions.Get("speech-embedding")).Open(new PcmAudio(samples, Clock.ModelSampleRate), frames);

        var whole = listen(0, frames);
        float[] parts = [.. listen(0, 40), .. listen(40, 7), .. listen(47, frames - 47)];

        parts.Length.ShouldBe(frames * SpeechEmbedding.Features);
        parts.Zip(whole).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-3f);
    }

    [Fact]
    public async Task Open_LongerSilenceAround_HearsSpeechAlike()
    {
        // However much silence surrounds the words, the mean that is taken away stays much the same.
        var samples = await Sample();
        var frames = samples.Length / 640;
        var embedding = new SpeechEmbedding(_sessions.Get("speech-embedding"));

        var plain = embedding.Open(new PcmAudio(samples, Clock.ModelSampleRate), frames)(0, frames);
        var within = embedding.Open(new PcmAudio([.. new float[samples.Length], .. samples, .. new float[samples.Length]], Clock.ModelSampleRate), 3 * frames)(frames, frames);

        var (difference, spread) = (0.0, 0.0);
        for (var i = 10 * SpeechEmbedding.Features; i < (frames - 10) * SpeechEmbedding.Features; i++)
        {
            difference += Math.Pow(plain[i] - within[i], 2);
            spread += plain[i] * plain[i];
        }

        Math.Sqrt(difference / spread).ShouldBeLessThan(0.2);
    }

    [Fact]
    public void Construct_OtherModel_IsRefused() =>
        Should.Throw<ModelException>(() => new SpeechEmbedding(_sessions.Get("mouth-motion-audio"))).Code.ShouldBe("model.wrong_kind");

    private static async Task<float[]> Sample()
    {
        var sound = await AudioReader.ReadAsync(HostClip.Path, Clock.ModelSampleRate);
        return LogMel.NormaliseLevel(sound).ToMemory().Samples[..(200 * 640)];
    }
}

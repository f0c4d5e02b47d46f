using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Training.Motion;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Training;

/// <summary>Ours against the published networks, on real speech.</summary>
public sealed class SpeechEmbeddingGraphTests
{
    private const int Columns = 76, Bands = 32;

    [SkippableFact]
    public async Task LogMel_Embedding_IsThePublishedSpectrum()
    {
        var samples = await Speech();
        using var published = new InferenceSession(SharedMedia.Require("models/melspectrogram.onnx"));
        using var output = Run(published, "input", [.. samples.Select(s => s * 32768)], 1, samples.Length);
        var theirs = output.GetTensorDataAsSpan<float>().ToArray();

        // Their column t is centred on sample 160 t + 256, ours on 160 t.
        var ours = new LogMel(LogMelSettings.Embedding).Compute(samples.AsSpan(96), theirs.Length / Bands, first: 1);

        // Under the floor, 80 dB below the loudest, the two differ by design.
        theirs.Zip(ours).Where(p => p.First > 50).Count().ShouldBeGreaterThan(theirs.Length / 2);
        theirs.Zip(ours).Where(p => p.First > 50).ShouldAllBe(p => Math.Abs((p.First / 10) + 2 - p.Second) < 0.02f);
    }

    [SkippableFact]
    public async Task Build_AllLayers_IsThePublishedNetwork()
    {
        var original = await File.ReadAllBytesAsync(SharedMedia.Require("models/embedding_model.onnx"));
        var mel = new LogMel(LogMelSettings.Embedding).Compute(await Speech(), Columns, first: 20);
        using var published = new InferenceSession(original);
        using var rebuilt = new InferenceSession(SpeechEmbeddingGraph.Build(original, SpeechEmbeddingGraph.Whole).ToBytes());

        using var theirs = Run(published, "input_1", mel, 1, Columns, Bands, 1);
        using var ours = Run(rebuilt, "mel", mel, Columns, Bands);

        ours.GetTensorDataAsSpan<float>().Length.ShouldBe(96);
        ours.GetTensorDataAsSpan<float>().ToArray().Zip(theirs.GetTensorDataAsSpan<float>().ToArray()).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-3f);
    }

    [SkippableFact]
    public async Task Build_FifteenLayers_IsTheModelThatShips()
    {
        var original = await File.ReadAllBytesAsync(SharedMedia.Require("models/embedding_model.onnx"));

        var shipped = await File.ReadAllBytesAsync(Path.Combine(new PipelineOptions().ModelsFolder, "speech-embedding", "model.onnx"));

        SpeechEmbeddingGraph.Build(original).ToBytes().ShouldBe(shipped);
    }

    private static OrtValue Run(InferenceSession session, string name, float[] values, params long[] shape)
    {
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(values, shape);
        return session.Run(options, [name], [input], session.OutputNames)[0];
    }

    private static async Task<float[]> Speech()
    {
        var sound = await AudioReader.ReadAsync(SharedMedia.Require("media/speech/en-librivox-0880.flac"), Clock.ModelSampleRate);
        return LogMel.NormaliseLevel(sound).ToMemory().Samples;
    }
}

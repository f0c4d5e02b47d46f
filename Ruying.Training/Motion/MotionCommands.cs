using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;
using Ruying.Training.Data;
using Ruying.Training.Torch;

namespace Ruying.Training.Motion;

/// <summary>The verbs that make and measure the mouth-motion models.</summary>
/// <param name="arguments">The command line.</param>
internal sealed class MotionCommands(TrainingArguments arguments)
{
    private const string PhonemeModel = "mouth-motion-phonemes", SoundModel = "mouth-motion-audio", Embedding = "speech-embedding";

    /// <summary>More overfits: eleven people say the same 51 words.</summary>
    private const int PhonemeIterations = 1600, SoundIterations = 400;

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Tracks the footage, finds its sounds, speaks the teaching sentences; goes on where it was cut off.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        using var sessions = Sessions();
        await using var synthesizer = SpeechSynthesizer.Local(sessions);
        var clips = new ClipPreparer(sessions, arguments.Work);
        var speech = new SpeechPreparer(synthesizer, SpeechWarp.Open(sessions), arguments.Work);
        var corpus = GridClip.Find(arguments.Corpus);
        for (var i = 0; i < corpus.Count; i++)
        {
            await clips.PrepareAsync(corpus[i].Id, corpus[i].Video, cancellationToken).ConfigureAwait(false);
            await speech.AlignAsync(corpus[i], cancellationToken).ConfigureAwait(false);
            if ((i + 1) % 20 == 0)
            {
                Console.WriteLine($"{i + 1}/{corpus.Count}");
            }
        }

        foreach (var video in ClipPreparer.Files(arguments.Talking, "*"))
        {
            await clips.PrepareAsync("talking/" + Path.GetFileNameWithoutExtension(video), video, cancellationToken).ConfigureAwait(false);
        }

        await speech.SpeakAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Cuts the speech embedding out of the published network.</summary>
    public async Task CutEmbeddingAsync(CancellationToken cancellationToken)
    {
        var original = await File.ReadAllBytesAsync(arguments.Text("from", Path.Combine("..", "shared", "models", "embedding_model.onnx")), cancellationToken).ConfigureAwait(false);
        var path = arguments.Text("out", Path.Combine(arguments.Work, Embedding + ".onnx"));
        await File.WriteAllBytesAsync(path, SpeechEmbeddingGraph.Build(original).ToBytes(), cancellationToken).ConfigureAwait(false);
        Console.WriteLine(path);
    }

    /// <summary>Trains one of the two models and writes its ONNX file.</summary>
    public async Task TrainAsync(MotionInput input, CancellationToken cancellationToken)
    {
        LibTorch.Prepare(arguments.Threads, arguments.Seed);
        var sound = input == MotionInput.Sound;
        var corpus = Corpus();
        var samples = corpus.Training.ToList();
        if (sound)
        {
            using var teacher = new InferenceSession(arguments.Text("teacher", ShippedModel(PhonemeModel)));
            samples.AddRange(TeacherSamples.Load(arguments.Work, new PhonemeMotionModel(teacher)));
            using var embedding = new InferenceSession(ShippedModel(Embedding));
            samples = [.. HeardSamples.From(samples, new SpeechEmbedding(embedding))];
        }

        Console.WriteLine($"{samples.Count} clips to learn, {corpus.HeldOut.Count + corpus.Unseen.Count} held out");
        var name = arguments.Text("name", sound ? SoundModel : PhonemeModel);
        var trainer = new MotionTrainer(input, Path.Combine(arguments.Work, "runs", name), arguments.Seed);
        var iterations = (int)arguments.Number("iterations", sound ? SoundIterations : PhonemeIterations);
        var model = await trainer.TrainAsync(samples, iterations, Console.WriteLine, cancellationToken).ConfigureAwait(false);
        var path = arguments.Text("out", Path.Combine(arguments.Work, name + ".onnx"));
        await File.WriteAllBytesAsync(path, model, cancellationToken).ConfigureAwait(false);
        Console.WriteLine(path);
    }

    /// <summary>Measures both models on footage held out and prints a line of JSON for each.</summary>
    public void Evaluate()
    {
        using var sessions = Sessions();
        using var phonemes = new InferenceSession(arguments.Text("phonemes", ShippedModel(PhonemeModel)));
        using var sound = new InferenceSession(arguments.Text("audio", ShippedModel(SoundModel)));
        var evaluator = new MotionEvaluator(new(phonemes), new(new(sessions.Get(Embedding)), sound), new(sessions.Get("voice-activity")));
        var corpus = Corpus();
        Print(evaluator.Measure("s1 held out", corpus.HeldOut));
        Print(evaluator.MeasurePersonal("s1", [.. corpus.Training.Where(c => c.Id.StartsWith("s1/", StringComparison.Ordinal)), .. corpus.HeldOut]));
        foreach (var folder in corpus.Unseen.GroupBy(c => Path.GetDirectoryName(c.Id)))
        {
            Print(evaluator.Measure($"unseen {folder.Key}", [.. folder]));
            Print(evaluator.MeasurePersonal($"unseen {folder.Key}", [.. folder]));
        }

        foreach (var path in ClipPreparer.Files(Path.Combine(arguments.Work, "clips", "talking"), "*.clip"))
        {
            if (MotionSample.From(Path.GetFileName(path), "", PreparedClip.Load(path), []) is { } clip)
            {
                Print(evaluator.Measure(clip.Id, [clip]));
                Print(evaluator.MeasurePersonal(clip.Id, [clip]));
            }
        }

        Print(evaluator.MeasureDisturbed("s1 held out", corpus.HeldOut));
        Print(evaluator.MeasureSilence());
    }

    private static void Print<T>(IEnumerable<T> lines)
    {
        foreach (var line in lines)
        {
            Console.WriteLine(JsonSerializer.Serialize(line, Json));
        }
    }

    private static string ShippedModel(string name) => Path.Combine(new PipelineOptions().ModelsFolder, name, "model.onnx");

    private OnnxSessions Sessions() => new(new PipelineOptions { Device = "cpu", Threads = arguments.Threads });

    private MotionCorpus Corpus() => MotionCorpus.Load(
        GridClip.Find(arguments.Corpus), arguments.Work,
        arguments.Text("leave-out", "").Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal));
}

using System.Diagnostics;
using System.Text.Json;
using Ruying.Pipeline.Motion;
using Ruying.Training.Data;
using static TorchSharp.torch;

namespace Ruying.Training.Motion;

/// <summary>Trains one motion network; a run that was cut off goes on from its last checkpoint.</summary>
/// <param name="input">Phonemes or sound.</param>
/// <param name="checkpoints">Where the run keeps its state.</param>
/// <param name="seed">Seed of the windows.</param>
internal sealed class MotionTrainer(MotionInput input, string checkpoints, int seed)
{
    private const int CheckpointEvery = 250;
    private const int WarmUp = 100;
    private const double LearningRate = 1e-3, LeastLearningRate = 0.03;

    private double WeightDecay => input == MotionInput.Sound ? 0.05 : 0.01;

    /// <summary>Channels; the sound model has more to hear.</summary>
    private int Width => input == MotionInput.Sound ? 128 : 64;

    /// <summary>Trains.</summary>
    /// <param name="samples">Clips to learn.</param>
    /// <param name="iterations">Batches in all.</param>
    /// <param name="log">Hears how it goes.</param>
    /// <param name="cancellationToken">Stops after a batch, with a checkpoint.</param>
    /// <returns>The ONNX file's bytes.</returns>
    public async Task<byte[]> TrainAsync(IReadOnlyList<MotionSample> samples, int iterations, Action<string> log, CancellationToken cancellationToken)
    {
        var basis = MotionBasis.Compute(samples);
        var batcher = new MotionBatcher(input, samples);
        using var net = new MotionNet(input, Width, input == MotionInput.Sound ? Scale(samples) : null);
        using var optimizer = optim.AdamW(net.parameters(), LearningRate, weight_decay: WeightDecay);
        using var loss = new MotionLoss();
        using var basisTensor = tensor(basis).view(MouthMotion.Components, MouthMotion.Values);
        var iteration = Resume(net, optimizer);
        var watch = Stopwatch.StartNew();
        var mean = 0.0;
        var next = Task.Run(() => batcher.Next(RandomOf(iteration)), cancellationToken);
        for (; iteration < iterations; iteration++)
        {
            var batch = await next.ConfigureAwait(false);
            var following = iteration + 1;
            next = Task.Run(() => batcher.Next(RandomOf(following)), CancellationToken.None);
            SetRate(optimizer, iteration, iterations);
            mean += (Step(net, optimizer, loss, basisTensor, batch) - mean) / Math.Min(iteration + 1, 50);
            if (following % CheckpointEvery == 0 || following == iterations || cancellationToken.IsCancellationRequested)
            {
                Save(net, optimizer, following);
                log($"{following}/{iterations} loss {mean:F5} {watch.Elapsed.TotalMinutes:F1} min");
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        net.eval();
        if (input == MotionInput.Phonemes)
        {
            net.Silence(Unheard(samples));
        }

        return net.ToOnnx(basis).ToBytes();
    }

    /// <summary>One over the standard deviation of what is heard.</summary>
    private static float[] Scale(IReadOnlyList<MotionSample> samples)
    {
        const double Least = 1e-4;
        var (sum, squares) = (new double[SpeechEmbedding.Features], new double[SpeechEmbedding.Features]);
        var frames = 0;
        foreach (var sample in samples)
        {
            frames += sample.Frames;
            for (var i = 0; i < sample.Features!.Length; i++)
            {
                var value = sample.Features[i];
                sum[i % sum.Length] += value;
                squares[i % sum.Length] += (double)value * value;
            }
        }

        return [.. sum.Zip(squares, (s, q) => (float)(1 / Math.Sqrt(Math.Max((q / frames) - (s / frames * (s / frames)), Least))))];
    }

    /// <summary>Features that no training clip shows: their weights are still the random first ones.</summary>
    private static bool[] Unheard(IEnumerable<MotionSample> samples)
    {
        var unheard = Enumerable.Repeat(true, PhonemeFeatures.Count).ToArray();
        foreach (var sample in samples)
        {
            var features = PhonemeFeatures.Sample(sample.Phonemes, sample.Frames);
            for (var i = 0; i < features.Length; i++)
            {
                unheard[i % unheard.Length] &= features[i] == 0;
            }
        }

        return unheard;
    }

    private Random RandomOf(int iteration) => new(unchecked((seed * 1_000_003) + iteration));

    private double Step(MotionNet net, TorchSharp.Modules.OptimizerHelper optimizer, MotionLoss loss, Tensor basis, MotionBatch batch)
    {
        using var scope = NewDisposeScope();
        net.train();
        optimizer.zero_grad();
        var features = tensor(batch.Features).view(MotionBatch.Windows, -1, MotionNet.Columns(input));
        var predicted = net.forward(features).matmul(basis);
        var value = loss.Compute(
            predicted,
            tensor(batch.Target).view(MotionBatch.Windows, MotionBatch.Frames, -1),
            tensor(batch.Usable).view(MotionBatch.Windows, -1),
            tensor(batch.Contact).view(MotionBatch.Windows, -1));
        value.backward();
        nn.utils.clip_grad_norm_(net.parameters(), 1);
        optimizer.step();
        return value.item<float>();
    }

    private static void SetRate(TorchSharp.Modules.OptimizerHelper optimizer, int iteration, int iterations)
    {
        var done = (double)iteration / iterations;
        var rate = LearningRate * Math.Min(1, (iteration + 1.0) / WarmUp) * Math.Max(LeastLearningRate, done < 0.4 ? 1 : 0.5 + (0.5 * Math.Cos(Math.PI * (done - 0.4) / 0.6)));
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }
    }

    private string PathOf(string file) => Path.Combine(checkpoints, file);

    private int Resume(MotionNet net, TorchSharp.Modules.OptimizerHelper optimizer)
    {
        if (!File.Exists(PathOf("progress.json")))
        {
            return 0;
        }

        var iteration = JsonSerializer.Deserialize<int>(File.ReadAllText(PathOf("progress.json")));
        net.load(PathOf($"weights.{iteration}"));
        optimizer.load_state_dict(PathOf($"optimizer.{iteration}"));
        return iteration;
    }

    /// <summary>The progress file is replaced last, by rename: a checkpoint is whole or not there.</summary>
    private void Save(MotionNet net, TorchSharp.Modules.OptimizerHelper optimizer, int iteration)
    {
        Directory.CreateDirectory(checkpoints);
        var old = Directory.GetFiles(checkpoints, "*.*").Where(f => !f.EndsWith(".json", StringComparison.Ordinal)).ToArray();
        net.save(PathOf($"weights.{iteration}"));
        optimizer.save_state_dict(PathOf($"optimizer.{iteration}"));
        File.WriteAllText(PathOf("progress.new"), JsonSerializer.Serialize(iteration));
        File.Move(PathOf("progress.new"), PathOf("progress.json"), overwrite: true);
        foreach (var file in old)
        {
            File.Delete(file);
        }
    }
}

using System.Diagnostics;
using OpenCvSharp;
using Ruying.Pipeline;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Rendering.Harmonising;
using Ruying.Pipeline.Speech;

namespace Ruying.Benchmarks;

/// <summary>The networks of a render alone: frames a second of the motion models over a minute, milliseconds a frame of the harmoniser at each crop size.</summary>
public sealed class NetworkBenchmark : IBenchmark
{
    private const int Seconds = 60, Frames = 60, WarmUp = 5;

    public string Name => "networks";

    public Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken) => Task.Run<IReadOnlyDictionary<string, double>>(() => Measure(cancellationToken), cancellationToken);

    private static Dictionary<string, double> Measure(CancellationToken cancellationToken)
    {
        using var sessions = new OnnxSessions(new PipelineOptions());
        var random = new Random(1);
        var sound = new PcmAudio([.. Enumerable.Range(0, Seconds * Clock.ModelSampleRate).Select(_ => (random.NextSingle() - 0.5f) * 0.2f)], Clock.ModelSampleRate);
        PhonemeTiming[] phonemes = [.. Enumerable.Range(0, Seconds * 10).Select(i => new PhonemeTiming(i % 3 == 0 ? "p" : "a", i / 10.0, (i + 1) / 10.0))];
        var audio = AudioMotionModel.Open(sessions);
        var spoken = new PhonemeMotionModel(sessions.Get("mouth-motion-phonemes"));
        var figures = new Dictionary<string, double>
        {
            ["motion_audio_frames_per_second"] = Rate(() => audio.Predict(sound, cancellationToken).Frames),
            ["motion_phonemes_frames_per_second"] = Rate(() => spoken.Predict(phonemes, Seconds, cancellationToken).Frames),
        };
        foreach (var side in new[] { 128, 192, 256, 320 })
        {
            cancellationToken.ThrowIfCancellationRequested();
            figures[$"harmoniser_ms_{side}"] = Harmonise(sessions, side);
        }

        return figures;
    }

    private static double Rate(Func<int> predict)
    {
        predict();
        var start = Stopwatch.GetTimestamp();
        return predict() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Harmonise(OnnxSessions sessions, int side)
    {
        var shape = new float[CanonicalTrack.ShapePoints * 2];
        using var harmoniser = new Harmoniser(
            sessions.Get("mouth-harmoniser", threads: 1), new CropFrame(side, -CropFrame.Extent / 2, 0), new MouthMask(side / 2.0, side / 2.0, side / 3.0, side / 4.0));
        using var current = new Mat(side, side, MatType.CV_8UC3, new Scalar(90, 110, 150));
        using var warped = new Mat(side, side, MatType.CV_32FC3, new Scalar(90, 110, 150));
        var start = 0L;
        for (var i = 0; i < WarmUp + Frames; i++)
        {
            if (i == WarmUp)
            {
                start = Stopwatch.GetTimestamp();
            }

            harmoniser.Apply(warped, current, shape, shape);
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / Frames;
    }
}

using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Training;
using Ruying.Training.Data;
using Ruying.Training.Motion;
using Ruying.Training.Sample;
using Ruying.Training.Torch;

var arguments = TrainingArguments.Parse(args);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
switch (arguments.Verb)
{
    case "prepare":
        using (var sessions = new OnnxSessions(new PipelineOptions { Device = "cpu", Threads = arguments.Threads }))
        {
            var preparer = new ClipPreparer(sessions, arguments.Work);
            var clips = GridClip.Find(arguments.Corpus).Select(c => (c.Id, c.Video)).ToList();
            clips.AddRange(Directory.EnumerateFiles(arguments.Talking).Order(StringComparer.Ordinal).Select(f => ("talking/" + Path.GetFileNameWithoutExtension(f), f)));
            var done = 0;
            foreach (var (id, video) in clips)
            {
                await preparer.PrepareAsync(id, video, stop.Token);
                if (++done % 20 == 0) Console.WriteLine($"{done}/{clips.Count}");
            }
        }

        return 0;
    case "align":
        var aligner = new PhonemeAligner();
        foreach (var clip in GridClip.Find(arguments.Corpus))
        {
            var p = PhonemeFile.PathOf(arguments.Work, clip.Id);
            if (File.Exists(p)) continue;
            try {
            PhonemeFile.Save(p, aligner.Align(CachedSpeech.Load(".work/espeak/cache", clip.Name), PreparedClip.Load(ClipPreparer.PathOf(arguments.Work, clip.Id)).Sound, GridAlignment.Read(clip.Alignment)));
            } catch (Exception e) { Console.WriteLine(clip.Id + " " + e.Message); }
        }

        return 0;
    case "motion-phonemes":
    case "motion-audio":
        {
            LibTorch.Prepare(arguments.Threads, arguments.Seed);
            var leftOut = arguments.Text("leave-out", "").Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
            var corpus = MotionCorpus.Load(GridClip.Find(arguments.Corpus), arguments.Work, leftOut);
            Console.WriteLine($"train {corpus.Training.Count} held {corpus.HeldOut.Count} unseen {corpus.Unseen.Count}");
            var input = arguments.Verb == "motion-audio" ? MotionInput.Sound : MotionInput.Phonemes;
            var name = arguments.Text("name", arguments.Verb);
            var trainer = new MotionTrainer(input, Path.Combine(arguments.Work, "runs", name), arguments.Seed);
            var model = await trainer.TrainAsync(corpus.Training, (int)arguments.Number("iterations", 3000), Console.WriteLine, stop.Token);
            File.WriteAllBytes(Path.Combine(arguments.Work, name + ".onnx"), model);
            return 0;
        }

    case "evaluate-motion":
        {
            var leftOut = arguments.Text("leave-out", "").Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
            var corpus = MotionCorpus.Load(GridClip.Find(arguments.Corpus), arguments.Work, leftOut);
            using var sessions = new OnnxSessions(new PipelineOptions { Device = "cpu", Threads = arguments.Threads });
            var ph = arguments.Text("phonemes", ""); var au = arguments.Text("audio", "");
            var evaluator = new MotionEvaluator(
                ph.Length > 0 ? new(new Microsoft.ML.OnnxRuntime.InferenceSession(ph)) : null,
                au.Length > 0 ? new(new Microsoft.ML.OnnxRuntime.InferenceSession(au)) : null,
                new(sessions.Get("voice-activity")));
            foreach (var score in evaluator.Measure("s1 held out", corpus.HeldOut)) Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(score));
            foreach (var g in corpus.Unseen.GroupBy(c => c.Id.Split('/')[0]))
                foreach (var score in evaluator.Measure($"unseen {g.Key}", g.ToList())) Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(score));
            foreach (var f in Directory.GetFiles(Path.Combine(arguments.Work, "clips", "talking")))
                if (MotionSample.From(Path.GetFileName(f), "x", PreparedClip.Load(f), []) is { } t)
                    foreach (var score in evaluator.Measure(t.Id, [t])) Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(score));
            foreach (var x in evaluator.MeasureSilence()) Console.WriteLine(x);
            return 0;
        }

    case "sample":
        return await SampleCommand.RunAsync(args[1..]);
    default:
        return 1;
}

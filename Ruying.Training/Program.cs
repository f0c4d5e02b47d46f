using Ruying.Pipeline;
using Ruying.Training;
using Ruying.Training.Harmonising;
using Ruying.Training.Motion;
using Ruying.Training.Sample;
using Ruying.Training.Voices;

if (args.FirstOrDefault() == "sample")
{
    return await SampleCommand.RunAsync(args[1..]);
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
try
{
    var arguments = TrainingArguments.Parse(args);
    var motion = new MotionCommands(arguments);
    switch (arguments.Verb)
    {
        case "prepare":
            await motion.PrepareAsync(stop.Token);
            return 0;
        case "speech-embedding":
            await motion.CutEmbeddingAsync(stop.Token);
            return 0;
        case "motion-phonemes":
            await motion.TrainAsync(MotionInput.Phonemes, stop.Token);
            return 0;
        case "motion-audio":
            await motion.TrainAsync(MotionInput.Sound, stop.Token);
            return 0;
        case "evaluate-motion":
            motion.Evaluate();
            return 0;
        case "harmoniser-prepare":
            await new HarmoniserCommands(arguments).PrepareAsync(stop.Token);
            return 0;
        case "harmoniser":
            new HarmoniserCommands(arguments).Train(stop.Token);
            return 0;
        case "voice-list":
            await VoiceListCommand.RunAsync(arguments, stop.Token);
            return 0;
        case "bench-learning":
            LearningBenchmark.Run();
            return 0;
        default:
            await Console.Error.WriteLineAsync("Verbs: sample, prepare, speech-embedding, motion-phonemes, motion-audio, evaluate-motion, harmoniser-prepare, harmoniser, voice-list, bench-learning");
            return 2;
    }
}
catch (Exception e) when (e is RuyingException or FormatException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Stopped; the same command goes on from here.");
    return 130;
}

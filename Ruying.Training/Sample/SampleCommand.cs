using System.Globalization;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;

namespace Ruying.Training.Sample;

/// <summary>The verb <c>sample</c>: brings a portrait to life for the demo.</summary>
internal static class SampleCommand
{
    private const string Usage = "sample --portrait FILE --out FILE.mp4";

    private static readonly string[] Sentences =
    [
        "This clip was made by a program.",
        "The picture is a NASA portrait in the public domain.",
        "My voice and my mouth are synthetic, and nobody endorses anything here.",
        "Five easy words show five shapes: far, few, meet, move, open.",
        "Give the program a video of your own face, and it will say what you write.",
        "Please keep the label on, so that everybody knows.",
    ];

    /// <summary>Renders the sample and measures it. 0: made; 2: the user must mend something.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        var portraitPath = Option(args, "--portrait");
        var output = Option(args, "--out");
        if (portraitPath is null || output is null)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            using var sessions = new OnnxSessions(new PipelineOptions { Device = "cpu" });
            var voice = await SampleVoice.SpeakAsync(Sentences, stop.Token);
            await MakeAsync(portraitPath, voice, output, sessions, stop.Token);
            Console.WriteLine(await SampleCheck.MeasureAsync(output, voice.Phones, sessions, stop.Token));
            return 0;
        }
        catch (RuyingException e)
        {
            await Console.Error.WriteLineAsync($"{e.Code}: {e.Message}");
            return 2;
        }
    }

    private static async Task MakeAsync(string portraitPath, SampleVoice voice, string output, OnnxSessions sessions, CancellationToken cancellationToken)
    {
        using var portrait = Portrait.Load(portraitPath, sessions);
        var poses = MouthScript.Make(voice.Phones, (int)Math.Round(voice.Audio.Seconds * Clock.FramesPerSecond));
        var folder = Directory.CreateTempSubdirectory("ruying-sample-");
        try
        {
            var silent = Path.Combine(folder.FullName, "silent.mp4");
            var sound = Path.Combine(folder.FullName, "sound.wav");
            WavFile.Write(sound, voice.Audio);
            await new SampleVideo(portrait).WriteAsync(silent, poses, done => Report(done, poses.Length), cancellationToken);
            await ProgramRun.OutputAsync(
                "ffmpeg",
                [
                    "-v", "error", "-y", "-i", silent, "-i", sound, "-c:v", "copy", "-c:a", "aac", "-b:a", "96k", "-ar", "48000", "-ac", "1",
                    "-fflags", "+bitexact", "-flags:a", "+bitexact", "-metadata", "comment=Synthetic: NASA portrait, public domain; voice and mouth made by Ruying; no endorsement",
                    "-movflags", "+faststart", output,
                ],
                cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Report(int done, int frames)
    {
        if (done % 100 == 0 || done == frames)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done}/{frames} frames"));
        }
    }

    private static string? Option(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}

using System.CommandLine;
using System.Globalization;
using Ruying.Cli.Output;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Videos;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying demo</c>: the whole journey in one command, on the sample or on the user's own footage.</summary>
internal static class DemoCommand
{
    private const string Script =
        "Hello, and welcome to Ruying. A short clip of footage became the avatar that you are watching now. "
        + "Give me another script, and I will say that too.";

    public static Command Create(CommandContext context)
    {
        var footage = new Option<string?>("--footage") { Description = "Your own video of one person. Default: the project's sample.", HelpName = "FILE" };
        var text = new Option<string>("--text") { Description = "What to say. Default: three sentences of welcome.", DefaultValueFactory = _ => Script, HelpName = "TEXT" };
        var language = new Option<string>("--language") { Description = "The text's language, as a BCP 47 tag.", DefaultValueFactory = _ => "en", HelpName = "TAG" };
        var output = new Option<string>("--out") { Description = "Folder for the avatar and the video; an earlier demo in it is replaced.", DefaultValueFactory = _ => "out/demo", HelpName = "DIR" };
        var samples = new Option<string?>("--samples") { Description = "The folder of the sample footage.", Hidden = true };

        return context.Verb(
            "demo",
            "Make an avatar from footage and a video of it saying a few sentences.",
            [footage, text, language, output, samples],
            run => RunAsync(
                run,
                FindFootage(run, run.Value(footage), run.Value(samples)),
                new VideoRequest { Text = run.Value(text), Language = run.Value(language)! },
                run.Value(output)!),
            "demo",
            "demo --footage anna.mp4 --text 'Hello from Anna.'");
    }

    private static string FindFootage(CliRun run, string? own, string? samples)
    {
        if (own is not null)
        {
            return InputCheck.File(own);
        }

        var sample = Path.Combine(samples ?? "media-samples", "host.mp4");
        return File.Exists(sample)
            ? Path.GetFullPath(sample)
            : throw new UsageException("sample.missing", $"The sample '{sample}' is not here: name your own video with {run.Host.Program} demo --footage FILE.");
    }

    private static async Task RunAsync(CliRun run, string footage, VideoRequest request, string output)
    {
        var folder = Path.Combine(output, "avatar");
        var avatarFolder = OutputCheck.NewFolderOrOurs(folder, "avatar.json");
        var path = OutputCheck.Mp4(Path.Combine(output, "demo.mp4"));
        var options = new AvatarOptions { Consent = await ConsentBesideAsync(footage, run.CancellationToken) };

        await using var pipeline = run.CreatePipeline();
        using var work = run.OpenWorkFolder(WorkFolder.FileKey(footage), options.ToString(), request.ToString());
        if (Directory.Exists(avatarFolder))
        {
            Directory.Delete(avatarFolder, recursive: true);
        }

        var started = run.Host.Time.GetTimestamp();
        var (stages, video, renderSeconds) = await run.WithProgressAsync(async progress =>
        {
            var clock = new StageTimes(run.Host.Time, progress);
            using var avatar = await pipeline.Avatars.BuildAsync([footage], avatarFolder, Path.Combine(work.Path, "avatar"), options, clock, run.CancellationToken);
            var rendering = run.Host.Time.GetTimestamp();
            var rendered = await pipeline.Videos.RenderAsync(avatar, request, path, Path.Combine(work.Path, "video"), progress, cancellationToken: run.CancellationToken);
            return (clock.Seconds, rendered, run.Host.Time.GetElapsedTime(rendering).TotalSeconds);
        });
        work.Done();
        var total = run.Host.Time.GetElapsedTime(started).TotalSeconds;
        var realTimeFactor = renderSeconds / video.Seconds;

        run.Result(
            new
            {
                Video = video,
                Avatar = avatarFolder,
                AvatarStageSeconds = stages,
                RenderSeconds = renderSeconds,
                RealTimeFactor = realTimeFactor,
                TotalSeconds = total,
            },
            page =>
            {
                page.Field("Video", video.Path);
                page.Field("Length", CliRun.Seconds(video.Seconds));
                page.Stages("Avatar", stages);
                page.Stages("Rendering", video.StageSeconds);
                page.Field("Speed", string.Create(
                    CultureInfo.InvariantCulture, $"{renderSeconds:0.0} s for {video.Seconds:0.0} s of video: real-time factor {realTimeFactor:0.00} (under 1 is faster than playing it)"));
                page.Field("In all", CliRun.Seconds(total));
                var program = run.Host.Program;
                page.Next(
                    $"{program} video render {Shell.Quote(folder)} --text 'Your own words.' --out mine.mp4",
                    $"{program} demo --footage YOUR.mp4 --text 'Hello from me.'",
                    $"{program} avatar build YOUR.mp4 --out me --consent 'who agreed, to what'",
                    $"{program} serve    # the same in the browser, at http://127.0.0.1:8080");
            });
    }

    /// <summary>The sample says in a text file beside it what its people agreed to.</summary>
    private static async Task<string?> ConsentBesideAsync(string footage, CancellationToken cancellationToken)
    {
        var file = Path.ChangeExtension(footage, ".consent.txt");
        return File.Exists(file) ? (await InputCheck.ScriptAsync(file, cancellationToken)).Trim() : null;
    }
}

using System.CommandLine;
using Ruying.Cli.Output;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Studio;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying avatar studio</c>: tunes an avatar that is there to its person.</summary>
internal static class AvatarStudioCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("AVATAR") { Description = "The avatar's folder; changed in place, whole at any time." };
        var minutes = new Option<double>("--minutes") { Description = "Longest time to learn, 0.1 to 600.", DefaultValueFactory = _ => new StudioOptions().LongestTime.TotalMinutes };
        return context.Verb(
            "studio",
            "Tune an avatar to its person: learn from its footage, and keep what was learnt if frames that it did not learn from show it. Goes on where it was stopped.",
            [folder, minutes],
            run => RunAsync(run, Path.GetFullPath(run.Value(folder)), run.Value(minutes)),
            "avatar studio anna");
    }

    private static async Task RunAsync(CliRun run, string folder, double minutes)
    {
        if (minutes is not (>= 0.1 and <= 600))
        {
            throw new UsageException("studio.minutes", "Give 0.1 to 600 minutes.");
        }

        var options = new StudioOptions { LongestTime = TimeSpan.FromMinutes(minutes) };
        await using var pipeline = run.CreatePipeline();
        using var work = run.OpenWorkFolder("studio", folder);
        await run.WithProgressAsync(progress =>
            pipeline.Studio.TuneAsync(folder, work.Path, options, done => progress.Report(new StageProgress("tune", done)), run.CancellationToken));
        work.Done();

        using var avatar = AvatarPackage.Open(folder);
        run.Result(new { avatar.Name, avatar.Folder, avatar.Manifest.Studio }, page => AvatarShowCommand.Describe(page, avatar));
    }
}

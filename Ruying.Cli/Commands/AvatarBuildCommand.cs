using System.CommandLine;
using Ruying.Cli.Output;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying avatar build</c>: footage in, avatar package out.</summary>
internal static class AvatarBuildCommand
{
    public static Command Create(CommandContext context)
    {
        var source = new AvatarSource();
        var output = new Option<string>("--out") { Description = "The avatar's folder; must not exist yet or be empty.", HelpName = "DIR", Required = true };
        var name = new Option<string?>("--name") { Description = "The avatar's name. Default: the footage's file name.", HelpName = "N" };
        var consent = new Option<string?>("--consent")
        {
            Description = "Who agreed, and to what; kept in the avatar. Without it the avatar's videos carry the label for good.",
            HelpName = "WHO AND WHAT",
        };
        var studio = new Option<bool>("--studio") { Description = "Tune the avatar to its person as well: a better picture for up to ten minutes more. See also 'avatar studio'." };
        var engine = CommandContext.EngineOption("What shall make the mouth in its videos: a model from 'models list'. Default: own.");

        return context.Verb(
            "build",
            "Build an avatar from footage.",
            [.. source.Symbols, output, name, consent, studio, engine],
            run => RunAsync(run, source, run.Value(output)!, source.Options(run) with
            {
                Name = run.Value(name) ?? "",
                Consent = run.Value(consent),
                Studio = run.Value(studio),
                Engine = run.Value(engine),
            }),
            "avatar build anna.mp4 --out anna --consent 'Anna Berg agreed on 2 May to training videos'",
            "avatar build interview.mov --out guest --face right",
            "avatar build monday.mp4 tuesday.mp4 --out anna");
    }

    private static async Task RunAsync(CliRun run, AvatarSource source, string output, AvatarOptions options)
    {
        var footage = source.Clips(run);
        var folder = OutputCheck.NewFolder(output);

        await using var pipeline = run.CreatePipeline();
        pipeline.Engines.Choose(options.Engine);
        using var work = run.OpenWorkFolder([.. footage.Select(WorkFolder.FileKey), options.ToString()]);
        var (avatar, stages) = await run.WithProgressAsync(async progress =>
        {
            var clock = new StageTimes(run.Host.Time, progress);
            var built = await pipeline.Avatars.BuildAsync(footage, folder, work.Path, options, clock, run.CancellationToken);
            return (built, clock.Seconds);
        });
        using var opened = avatar;
        work.Done();

        run.Result(
            new { avatar.Name, avatar.Folder, avatar.Consent, avatar.Manifest.Studio, StageSeconds = stages },
            page =>
            {
                AvatarShowCommand.Describe(page, avatar);
                page.Stages("Took", stages);
                page.Next(
                    $"{run.Host.Program} video render {Shell.Quote(output)} --text 'Hello, this is my avatar.' --out hello.mp4",
                    $"{run.Host.Program} avatar report {string.Join(' ', footage.Select(Shell.Quote))}    # what would make it better");
            });
    }
}

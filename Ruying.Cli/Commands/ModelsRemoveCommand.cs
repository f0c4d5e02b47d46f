using System.CommandLine;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying models remove</c>: forgets an imported or pulled model, or what an unfinished pull left.</summary>
internal static class ModelsRemoveCommand
{
    public static Command Create(CommandContext context)
    {
        var name = new Argument<string>("NAME") { Description = "A name from 'models list'." };
        return context.Verb("remove", "Remove a model that was imported or pulled, or what an unfinished pull left.", [name], run => RunAsync(run, run.Value(name)), "models remove w256");
    }

    private static async Task RunAsync(CliRun run, string name)
    {
        await using var pipeline = run.CreatePipeline();
        pipeline.Puller.Remove(name);
        run.Result(new { Removed = name }, page => page.Field("Removed", name));
    }
}

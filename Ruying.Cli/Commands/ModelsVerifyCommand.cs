using System.CommandLine;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying models verify</c>: whether models are still what they were; exit code 2 where one is not.</summary>
internal static class ModelsVerifyCommand
{
    public static Command Create(CommandContext context)
    {
        var name = new Argument<string?>("NAME") { Description = "One model only. Default: all that ship and all that were taken in.", Arity = ArgumentArity.ZeroOrOne };
        return context.Verb("verify", "Compare models with their recorded SHA-256.", [name], run => RunAsync(run, run.Value(name)), "models verify");
    }

    private static async Task RunAsync(CliRun run, string? name)
    {
        await using var pipeline = run.CreatePipeline();
        var checks = await pipeline.Verifier.VerifyAsync(name, run.CancellationToken);
        if (checks.Where(check => check.Damaged.Count > 0).ToList() is { Count: > 0 } damaged)
        {
            throw new ModelException("model.damaged", $"Damaged: {string.Join("; ", damaged.Select(Say))}.");
        }

        run.Result(new { Verified = checks.Select(check => new { check.Name, check.Ships }).ToList() }, page =>
            page.Line($"{checks.Count} {(checks.Count == 1 ? "model is" : "models are")} as recorded: {string.Join(", ", checks.Select(check => check.Name))}."));
    }

    private static string Say(ModelCheck check) =>
        $"{check.Name} ({string.Join(", ", check.Damaged)}; {(check.Ships ? "install Ruying again" : "remove it, and pull or import it again")})";
}

using System.CommandLine;
using Ruying.Pipeline.Speech;
using Spectre.Console;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying voices</c>: who can speak, and which languages.</summary>
internal static class VoicesCommand
{
    public static Command Create(CommandContext context)
    {
        var language = new Option<string?>("--language") { Description = "Only voices of this language (en also lists en-GB).", HelpName = "TAG" };
        return context.Verb(
            "voices", "List the voices of this machine.", [language], run => RunAsync(run, run.Value(language)), "voices --language fr");
    }

    private static async Task RunAsync(CliRun run, string? language)
    {
        await using var pipeline = run.CreatePipeline();
        var all = (await pipeline.Speech.GetCatalogAsync(run.CancellationToken)).Voices;
        var voices = all.Where(voice => language is null || Speaks(voice, language)).ToList();
        run.Result(new { Voices = voices }, page =>
        {
            if (voices.Count == 0)
            {
                page.Line($"No voice speaks '{language}': '{run.Host.Program} voices' lists all {all.Count}.");
                return;
            }

            var table = new Table().Border(TableBorder.Rounded).AddColumns("--voice", "Name", "Language", "Engine");
            foreach (var voice in voices)
            {
                table.AddRow(new Text(voice.Id), new Text(voice.Name), new Text(voice.Language), new Text(voice.Engine));
            }

            page.Table(table);
        });
    }

    private static bool Speaks(Voice voice, string language) =>
        voice.Language.Equals(language, StringComparison.OrdinalIgnoreCase)
        || voice.Language.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase);
}

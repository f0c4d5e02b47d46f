using System.CommandLine;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Espeak;
using Spectre.Console;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying voices</c>: who can speak, and which languages.</summary>
internal static class VoicesCommand
{
    public static Command Create(CommandContext context)
    {
        var language = new Option<string?>("--language") { Description = "Only voices of this language (en also lists en-GB).", HelpName = "TAG" };
        var check = new Option<bool>("--check") { Description = "Have each voice of espeak-ng read a sentence of its language, and say how it did." };
        return context.Verb(
            "voices",
            "List the voices of this machine.",
            [language, check],
            run => run.Value(check) ? CheckAsync(run, run.Value(language)) : RunAsync(run, run.Value(language)),
            "voices --language fr",
            "voices --check");
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

    private static async Task CheckAsync(CliRun run, string? language)
    {
        var checks = await VoiceChecker.CheckAsync(language, run.CancellationToken).ToListAsync(run.CancellationToken);
        run.Result(new { Checks = checks }, page =>
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns("Voice", "Language", "Read", "IPA");
            foreach (var check in checks)
            {
                table.AddRow(new Text(check.Voice.Id), new Text(check.Voice.Language), new Text(check.IsReadWell ? "well" : check.Reason), new Text(check.Ipa));
            }

            page.Table(table);
        });
    }

    private static bool Speaks(Voice voice, string language) =>
        voice.Language.Equals(language, StringComparison.OrdinalIgnoreCase)
        || voice.Language.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase);
}

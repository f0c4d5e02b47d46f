using System.CommandLine;

namespace Ruying.Cli.Commands;

/// <summary>What <c>evaluate --suite</c> asks.</summary>
internal sealed class SuiteOptions
{
    private readonly Option<string?> _folder = new("--suite") { Description = "Evaluate every clip of FOLDER and every folder of clips below it (joined) and write one table. Goes on where it was cut off.", HelpName = "FOLDER" };

    private readonly Option<string?> _description = new("--describe")
    {
        Description = "JSON that lists the suite's clips and says what the shipped weights have seen of them: { \"clips\": [ { \"path\", \"name\", \"seen\", \"transcript\", \"language\" } ] }. Only these are run.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _table = new("--table") { Description = "Where to write the suite's table. Default: quality.md in --out.", HelpName = "FILE" };

    public IEnumerable<Symbol> Symbols => [_folder, _description, _table];

    public string? Folder(CliRun run) => run.Value(_folder);

    public string? Description(CliRun run) => run.Value(_description);

    public string? Table(CliRun run) => run.Value(_table);
}

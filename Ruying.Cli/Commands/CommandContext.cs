using System.CommandLine;
using Ruying.Cli.Output;

namespace Ruying.Cli.Commands;

/// <summary>What every verb has: the host and the options that all of them take.</summary>
internal sealed class CommandContext(CliHost host)
{
    public CliHost Host { get; } = host;

    public Option<bool> JsonOption { get; } = new("--json")
    {
        Description = "One JSON document on stdout and nothing else; errors as {\"error\":{\"code\",\"message\"}}.",
        Recursive = true,
    };

    public Option<string> DeviceOption { get; } = CreateDeviceOption();

    public Option<string?> WorkOption { get; } = new("--work")
    {
        Description = "Keep intermediate files in DIR, so that the same command goes on from there. Default: in the user's cache, removed on success.",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Which engine makes the mouth.</summary>
    public static Option<string?> EngineOption(string description) => new("--engine") { Description = description, HelpName = "NAME" };

    /// <summary>A verb that runs <paramref name="action"/>; examples follow its options in <c>--help</c>.</summary>
    public Command Verb(string name, string description, IEnumerable<Symbol> symbols, Func<CliRun, Task> action, params string[] examples)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else
            {
                command.Options.Add((Option)symbol);
            }
        }

        command.Options.Add(new System.CommandLine.Help.HelpOption { Action = new HelpWithExamples(Host, examples) });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await action(new CliRun(this, parsed, cancellationToken));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Option<string> CreateDeviceOption()
    {
        var option = new Option<string>("--device")
        {
            Description = "Where the networks run.",
            DefaultValueFactory = _ => "auto",
            Recursive = true,
        };
        option.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        return option;
    }
}

using System.CommandLine;
using Ruying.Cli.Output;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying help [VERB …]</c>. The overview is one text file that the script prints too, so that it works before anything is built.</summary>
internal static class HelpCommand
{
    public static Command Create(CommandContext context, Command root)
    {
        var verb = new Argument<string[]>("VERB") { Description = "The verb to explain, such as 'avatar build'.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("help", "Explain all verbs, or one.") { verb };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var words = parsed.GetValue(verb)!;
            return words.Length == 0
                ? PrintOverview(context.Host)
                : await root.Parse([.. words, "--help"]).InvokeAsync(parsed.InvocationConfiguration, cancellationToken);
        });
        return command;
    }

    public static int PrintOverview(CliHost host)
    {
        using var stream = typeof(HelpCommand).Assembly.GetManifestResourceStream("help.txt")!;
        using var reader = new StreamReader(stream);
        host.Out.Write(reader.ReadToEnd());
        return ExitCodes.Success;
    }
}

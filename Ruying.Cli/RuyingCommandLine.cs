using System.CommandLine;
using System.CommandLine.Invocation;
using Ruying.Cli.Commands;
using Ruying.Cli.Output;

namespace Ruying.Cli;

/// <summary>Words in, exit code out: parses, runs the verb, and turns what goes wrong into one clear line or one JSON document.</summary>
internal static class RuyingCommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliHost host, CancellationToken cancellationToken = default)
    {
        var root = CreateRoot(host);

        // A script may begin with @: never read a file in place of an argument.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var errors = new ErrorReport(host, json: args.Contains("--json"));
        if (parsed.Action is ParseErrorAction)
        {
            var hint = $"{host.Program} {string.Join(' ', CommandPath(parsed).Append("--help"))}";
            return errors.Usage(parsed.Errors[0].Message, hint);
        }

        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = host.Out,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C reaches ffmpeg too: whatever it made fail, the user's wish was the cause.
            return errors.Cancelled();
        }
        catch (Exception exception)
        {
            return errors.Failed(exception);
        }
    }

    /// <summary>All verbs: one file each in Commands.</summary>
    public static Command CreateRoot(CliHost host)
    {
        var context = new CommandContext(host);
        var root = new Command("ruying", "Footage of a person becomes an avatar; a script becomes a video of them saying it.");
        root.Options.Add(context.JsonOption);
        root.Options.Add(context.DeviceOption);
        root.Options.Add(context.WorkOption);
        root.Options.Add(new System.CommandLine.Help.HelpOption());
        root.Options.Add(new VersionOption());

        root.Subcommands.Add(DemoCommand.Create(context));
        root.Subcommands.Add(new Command("avatar", "Make and inspect avatars.")
        {
            AvatarBuildCommand.Create(context),
            AvatarReportCommand.Create(context),
            AvatarShowCommand.Create(context),
            AvatarStudioCommand.Create(context),
            AvatarVoiceCommand.Create(context),
        });
        root.Subcommands.Add(new Command("video", "Make videos.") { VideoRenderCommand.Create(context) });
        root.Subcommands.Add(new Command("models", "Bring models of others.")
        {
            ModelsListCommand.Create(context),
            ModelsShowCommand.Create(context),
            ModelsPullCommand.Create(context),
            ModelsImportCommand.Create(context),
            ModelsVerifyCommand.Create(context),
            ModelsRemoveCommand.Create(context),
        });
        root.Subcommands.Add(EvaluateCommand.Create(context));
        root.Subcommands.Add(VoicesCommand.Create(context));
        root.Subcommands.Add(HelpCommand.Create(context, root));
        root.SetAction(_ => HelpCommand.PrintOverview(host));
        return root;
    }

    private static List<string> CommandPath(ParseResult parsed)
    {
        var path = new List<string>();
        for (var result = parsed.CommandResult; result.Parent is System.CommandLine.Parsing.CommandResult parent; result = parent)
        {
            path.Insert(0, result.Command.Name);
        }

        return path;
    }
}

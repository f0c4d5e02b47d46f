using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.Json;
using Ruying.Pipeline;

namespace Ruying.Api.Admin;

/// <summary>The verbs of <c>ruying admin</c>: words in, exit code out. They live with the service because they work on its data.</summary>
internal static class AdminCommandLine
{
    public static Task<int> RunAsync(IReadOnlyList<string> words, AdminOutput output, CancellationToken cancellationToken = default) =>
        RunAsync(CreateRoot(output), words, output, cancellationToken);

    /// <summary>Runs verbs that work on the service's data; errors are one line, or one JSON document.</summary>
    internal static async Task<int> RunAsync(Command root, IReadOnlyList<string> words, AdminOutput output, CancellationToken cancellationToken = default)
    {
        var parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var json = words.Contains("--json");
        if (parsed.Action is ParseErrorAction)
        {
            return Fail(output, json, "usage", $"{parsed.Errors[0].Message} See: ruying {root.Name} --help", 2);
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = output.Out, Error = output.Error, EnableDefaultExceptionHandler = false }, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return Fail(output, json, "cancelled", "Stopped; nothing was left behind.", 130);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C, as the command line library hears it.
            return Fail(output, json, "cancelled", "Stopped; nothing was left behind.", 130);
        }
        catch (RuyingException mendable)
        {
            return Fail(output, json, mendable.Code, mendable.Message, 2);
        }
    }

    private static Command CreateRoot(AdminOutput output)
    {
        var data = new Option<string?>("--data") { Description = "The data folder; default: the service's (RUYING_DATA).", Recursive = true };
        var json = new Option<bool>("--json") { Description = "One JSON document on stdout.", Recursive = true };
        var root = new Command("admin", "What keeps a service going: its backups, what it keeps, how it is.")
        {
            BackupCommand.Create(output, data, json),
            RestoreCommand.Create(output, data, json),
            RetentionCommand.Create(output, data, json),
            AuditCommand.Create(output, data, json),
            HealthCommand.Create(output, json),
        };
        root.Options.Add(data);
        root.Options.Add(json);
        root.Options.Add(new System.CommandLine.Help.HelpOption());
        return root;
    }

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static int Fail(AdminOutput output, bool json, string code, string message, int exit)
    {
        if (json)
        {
            output.Out.WriteLine(JsonSerializer.Serialize(new { Error = new { Code = code, Message = message } }, Json));
        }
        else
        {
            output.Error.WriteLine($"ruying: {message} [{code}]");
        }

        return exit;
    }
}

using System.CommandLine;
using System.Text.Json;
using Ruying.Api.Health;

namespace Ruying.Api.Admin;

/// <summary><c>admin health</c>: what a container asks.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static Command Create(AdminOutput output, Option<bool> json)
    {
        var url = new Option<string>("--url") { Description = "Where the service listens.", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
        var command = new Command("health", "Ask a running service whether it is ready; exit code 1 when it is not.") { url };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var found = await AskAsync(parsed.GetRequiredValue(url), cancellationToken);
            await output.Out.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(found, AdminCommandLine.Json)
                : string.Join(' ', found.Failed.Prepend(found.Status)));
            return found.Status == "healthy" ? 0 : 1;
        });
        return command;
    }

    private static async Task<HealthResponse> AskAsync(string url, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync(new Uri(new Uri(url), HealthSetup.Ready), cancellationToken);
            return await response.Content.ReadFromJsonAsync<HealthResponse>(cancellationToken) ?? throw new JsonException();
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or UriFormatException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new HealthResponse("unhealthy", ["answer"]);
        }
    }
}

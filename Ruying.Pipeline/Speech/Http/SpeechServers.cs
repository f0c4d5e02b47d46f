using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Ruying.Pipeline.Speech.Http;

/// <summary>The servers' file: <c>{"servers": [...]}</c>.</summary>
/// <param name="Servers">Of different names.</param>
internal sealed partial record SpeechServers(IReadOnlyList<SpeechServer> Servers)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads the file; where there is none, there are no servers.</summary>
    /// <exception cref="EnvironmentException"><c>speech.servers</c>: the file cannot be used.</exception>
    public static async Task<SpeechServers> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return new SpeechServers([]);
        }

        try
        {
            var file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                var servers = await JsonSerializer.DeserializeAsync<SpeechServers>(file, Json, cancellationToken).ConfigureAwait(false);
                servers = servers is { Servers: not null } ? servers : throw Bad(path, "it has no servers");
                servers.Check(path);
                return servers;
            }
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Bad(path, e is JsonException json ? $"{json.Path ?? "$"}, line {json.LineNumber + 1}, is not what is expected there" : e.Message, e);
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}\\z")]
    private static partial Regex ServerName();

    private static EnvironmentException Bad(string path, string why, Exception? inner = null) =>
        new("speech.servers", $"The speech servers' file {path} cannot be used: {why}.", inner);

    private void Check(string path)
    {
        foreach (var server in Servers)
        {
            if (server?.Name is null || !ServerName().IsMatch(server.Name))
            {
                throw Bad(path, $"a server's name is '{server?.Name}': use 1 to 40 of a-z, 0-9 and hyphens");
            }

            if (server.Address is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
            {
                throw Bad(path, $"the address of {server.Name} must begin with http:// or https:// and hold no user, query or fragment");
            }

            if (server.TimeoutSeconds is < 1 or > 600)
            {
                throw Bad(path, $"timeoutSeconds of {server.Name} is {server.TimeoutSeconds}, and must be from 1 to 600");
            }

            if (server.Voices is null || server.Voices.Any(voice => string.IsNullOrWhiteSpace(voice?.Id) || string.IsNullOrWhiteSpace(voice.Language)))
            {
                throw Bad(path, $"every voice of {server.Name} needs an id and a language");
            }
        }

        var twice = Servers.SelectMany(server => server.Voices.Select(voice => $"{server.Name}/{voice.Id}")).GroupBy(id => id, StringComparer.OrdinalIgnoreCase).FirstOrDefault(ids => ids.Count() > 1);
        if (twice is not null)
        {
            throw Bad(path, $"{twice.Key} is there twice");
        }
    }
}

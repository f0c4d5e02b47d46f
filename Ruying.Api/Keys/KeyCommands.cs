using System.CommandLine;
using System.Globalization;
using Ruying.Api.Admin;
using Ruying.Api.Audit;
using Ruying.Api.Data;
using Ruying.Pipeline;

namespace Ruying.Api.Keys;

/// <summary><c>ruying keys</c>: makes, lists and revokes keys in the data folder, whether the service runs or not.</summary>
internal static class KeyCommands
{
    public static Task<int> RunAsync(IReadOnlyList<string> words, AdminOutput output)
    {
        var name = new Argument<string>("NAME") { Description = "What to call it, such as who or what will use it." };
        var owner = new Option<string>("--owner") { Description = "Whose avatars and videos it opens: a-z, 0-9 and hyphens.", DefaultValueFactory = _ => KeyStore.LocalOwner };
        var scope = new Option<string>("--scope") { Description = "What it may do: read, write or admin.", DefaultValueFactory = _ => "write" };
        var days = new Option<double?>("--days") { Description = "How long it opens. Default: for good." };
        var create = new Command("create", "Make a key and print it, once.") { name, owner, scope, days };
        create.SetAction((parsed, token) => WithKeysAsync(
            async (keys, audit, stop) =>
            {
                var (row, key) = await keys.CreateAsync(
                    parsed.GetValue(name)!, parsed.GetValue(owner)!, KeyScopeNames.Parse(parsed.GetValue(scope)!), parsed.GetValue(days) is { } d ? TimeSpan.FromDays(d) : null, stop);
                await audit.WriteAsync(AuditLog.CommandLine, "CreateKey", $"keys/{row.Id} of {row.OwnerId}: {row.Scopes}", stop);
                await output.Out.WriteLineAsync(key);
                await output.Error.WriteLineAsync($"Keep it now: it is shown once. Owner {row.OwnerId}, scopes {row.Scopes}, id {row.Id}.");
            },
            token));

        var list = new Command("list", "List the keys, without the keys themselves.");
        list.SetAction((_, token) => WithKeysAsync(
            async (keys, audit, stop) =>
            {
                foreach (var row in await keys.ListAsync(stop))
                {
                    await output.Out.WriteLineAsync($"{row.Id}  {row.Name}  owner {row.OwnerId}  {row.Scopes}  made {Day(row.CreatedAt)}"
                        + (row.ExpiresAt is { } end ? $"  until {Day(end)}" : "") + (row.LastUsedAt is { } last ? $"  used {Day(last)}" : "") + (row.RevokedAt is not null ? "  revoked" : ""));
                }
            },
            token));

        var id = new Argument<string>("ID") { Description = "An id from 'keys list'." };
        var revoke = new Command("revoke", "Revoke a key at once.") { id };
        revoke.SetAction((parsed, token) => WithKeysAsync(
            async (keys, audit, stop) =>
            {
                if (!await keys.RevokeAsync(parsed.GetValue(id)!, stop))
                {
                    throw new ScriptException("key.unknown", "There is no such key; 'ruying keys list' tells the ids.");
                }

                await audit.WriteAsync(AuditLog.CommandLine, "RevokeKey", $"keys/{parsed.GetValue(id)}", stop);
            },
            token));

        var root = new Command("keys", "Keys that open the service.") { create, list, revoke };
        root.Options.Add(new System.CommandLine.Help.HelpOption());
        return AdminCommandLine.RunAsync(root, words, output);
    }

    private static string Day(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<int> WithKeysAsync(Func<KeyStore, AuditLog, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var app = AdminService.Wire();
        await app.Services.GetRequiredService<Schema>().PrepareAsync(cancellationToken);
        await work(app.Services.GetRequiredService<KeyStore>(), app.Services.GetRequiredService<AuditLog>(), cancellationToken);
        return 0;
    }
}

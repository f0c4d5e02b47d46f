using System.CommandLine;
using System.Text.Json;
using Ruying.Api.Audit;
using Ruying.Api.Data;

namespace Ruying.Api.Admin;

/// <summary><c>admin audit</c>.</summary>
internal static class AuditCommand
{
    private const int Batch = 500;

    public static Command Create(AdminOutput output, Option<string?> data, Option<bool> json)
    {
        var owner = new Option<string?>("--owner") { Description = "Only what this owner's keys did." };
        var subject = new Option<string?>("--subject") { Description = "Only what was done to this, such as an avatar's id." };
        var since = new Option<DateTimeOffset?>("--since") { Description = "Only from this moment or day on." };
        var command = new Command("audit", "Print who did what, the newest first; with --json one JSON object a line.") { owner, subject, since };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = AdminService.Open(parsed.GetValue(data));
            await app.Services.GetRequiredService<Schema>().RequireAsync(cancellationToken);
            var log = app.Services.GetRequiredService<AuditLog>();
            var query = new AuditQuery(parsed.GetValue(owner), Subject: parsed.GetValue(subject), Since: parsed.GetValue(since));
            while (await log.ListAsync(Batch, query, cancellationToken) is { Count: > 0 } rows)
            {
                foreach (var row in rows.Select(AuditResponse.From))
                {
                    await output.Out.WriteLineAsync(parsed.GetValue(json)
                        ? JsonSerializer.Serialize(row, JsonSerializerOptions.Web)
                        : FormattableString.Invariant($"{row.At:yyyy-MM-dd HH:mm:ss}  {row.Actor}{(row.Owner is null ? "" : $" ({row.Owner})")}  {row.Action}  {row.Subject}"));
                }

                query = query with { Before = rows[^1].Id };
            }

            return 0;
        });
        return command;
    }
}

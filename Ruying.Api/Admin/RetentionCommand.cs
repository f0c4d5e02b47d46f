using System.CommandLine;
using System.Text.Json;
using Ruying.Api.Data;
using Ruying.Api.Retention;

namespace Ruying.Api.Admin;

/// <summary><c>admin retention [--dry-run]</c>.</summary>
internal static class RetentionCommand
{
    public static Command Create(AdminOutput output, Option<string?> data, Option<bool> json)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would go; remove nothing." };
        var command = new Command("retention", "Remove what was kept for as long as the settings Ruying:Retention say; the service does so once a day.") { dryRun };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = AdminService.Open(parsed.GetValue(data));
            await app.Services.GetRequiredService<Schema>().RequireAsync(cancellationToken);
            var retention = app.Services.GetRequiredService<RetentionService>();
            var removed = !parsed.GetValue(dryRun);
            var items = removed ? await retention.ApplyAsync(cancellationToken) : await retention.ListAsync(cancellationToken);
            var bytes = items.Sum(item => item.Bytes);
            if (parsed.GetValue(json))
            {
                await output.Out.WriteLineAsync(JsonSerializer.Serialize(new { Removed = removed, Bytes = bytes, Items = items }, AdminCommandLine.Json));
                return 0;
            }

            foreach (var item in items)
            {
                await output.Out.WriteLineAsync(FormattableString.Invariant(
                    $"{item.What.ToString().ToLowerInvariant(),-10}  {item.Id}  {item.Since:yyyy-MM-dd}  {AdminOutput.Size(item.Bytes),10}"));
            }

            await output.Out.WriteLineAsync($"{(removed ? "removed" : "would be removed")}: {items.Count}, {AdminOutput.Size(bytes)}");
            return 0;
        });
        return command;
    }
}

using System.CommandLine;
using System.Text.Json;
using Ruying.Api.Audit;
using Ruying.Api.Backups;

namespace Ruying.Api.Admin;

/// <summary><c>admin backup DEST</c>.</summary>
internal static class BackupCommand
{
    public static Command Create(AdminOutput output, Option<string?> data, Option<bool> json)
    {
        var destination = new Argument<string>("DEST") { Description = "A file NAME.tar.gz or a folder, not there yet." };
        var command = new Command("backup", "Copy the data folder, also while the service runs.") { destination };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = AdminService.Open(parsed.GetValue(data));
            var made = await app.Services.GetRequiredService<BackupService>().BackupAsync(parsed.GetRequiredValue(destination), cancellationToken);
            await app.Services.GetRequiredService<AuditLog>().WriteAsync(AuditLog.CommandLine, "Backup", made.Path, cancellationToken);
            if (parsed.GetValue(json))
            {
                await output.Out.WriteLineAsync(JsonSerializer.Serialize(made, AdminCommandLine.Json));
                return 0;
            }

            await output.Out.WriteLineAsync($"{made.Files} files, {AdminOutput.Size(made.Bytes)}, in {made.Path}");
            foreach (var missing in made.Missing)
            {
                await output.Error.WriteLineAsync($"ruying: {missing} is not in the data folder, though the database speaks of it");
            }

            return 0;
        });
        return command;
    }
}

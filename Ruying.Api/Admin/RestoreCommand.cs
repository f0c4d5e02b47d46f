using System.CommandLine;
using System.Text.Json;
using Ruying.Api.Backups;

namespace Ruying.Api.Admin;

/// <summary><c>admin restore SOURCE</c>.</summary>
internal static class RestoreCommand
{
    public static Command Create(AdminOutput output, Option<string?> data, Option<bool> json)
    {
        var source = new Argument<string>("SOURCE") { Description = "A backup: the archive or the folder." };
        var command = new Command("restore", "Make a data folder of a backup; the folder must be empty or not there.") { source };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = AdminService.DataFolder(parsed.GetValue(data));
            var made = await BackupRestore.RestoreAsync(parsed.GetRequiredValue(source), folder, cancellationToken);
            await output.Out.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(made, AdminCommandLine.Json)
                : $"{made.Files} files, {AdminOutput.Size(made.Bytes)}, checked and restored to {made.Path}");
            return 0;
        });
        return command;
    }
}

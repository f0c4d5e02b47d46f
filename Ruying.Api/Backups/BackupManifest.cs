using System.Text.Json;

namespace Ruying.Api.Backups;

/// <summary>What a backup holds: <c>backup.json</c>, written last, so that a backup without one was cut short.</summary>
/// <param name="Format">The form of backups; <see cref="CurrentFormat"/> here.</param>
/// <param name="Schema">The version of the database's tables.</param>
/// <param name="MadeBy">The version of Ruying.</param>
/// <param name="MadeAt">When.</param>
/// <param name="Files">Every file but this one.</param>
/// <param name="Missing">What the database speaks of and the data folder did not have.</param>
public sealed record BackupManifest(
    int Format, int Schema, string MadeBy, DateTimeOffset MadeAt, IReadOnlyList<BackupFile> Files, IReadOnlyList<string> Missing)
{
    public const string FileName = "backup.json";
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="JsonException">It is no manifest.</exception>
    public static BackupManifest Read(byte[] text) =>
        JsonSerializer.Deserialize<BackupManifest>(text, Json) is { Files: not null } manifest ? manifest : throw new JsonException("There is no list of files.");
}

namespace Ruying.Api.Backups;

/// <summary>One file of a backup.</summary>
/// <param name="Path">Below the data folder, with slashes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">In lower-case hexadecimal digits.</param>
public sealed record BackupFile(string Path, long Length, string Sha256);

namespace Ruying.Api.Backups;

/// <summary>What was backed up or restored.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Files">Files of the data folder.</param>
/// <param name="Bytes">Their length together, before any compression.</param>
/// <param name="Missing">What the database speaks of and the data folder did not have; empty unless somebody removed files by hand.</param>
public sealed record BackupSummary(string Path, int Files, long Bytes, IReadOnlyList<string> Missing);

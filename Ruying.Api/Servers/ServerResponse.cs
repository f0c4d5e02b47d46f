using Ruying.Api.Data;

namespace Ruying.Api.Servers;

/// <summary>A process that shares the tables, as admins see it.</summary>
/// <param name="Id">The machine's name and something that no other process has.</param>
/// <param name="Role">What it does.</param>
/// <param name="Device">What its networks run on; null where it runs none.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="SeenAt">Its last sign of life.</param>
/// <param name="IsAlive">Whether that is not too long ago.</param>
public sealed record ServerResponse(string Id, ServerRole Role, string? Device, DateTimeOffset StartedAt, DateTimeOffset SeenAt, bool IsAlive);

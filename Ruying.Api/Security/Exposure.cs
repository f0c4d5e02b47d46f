namespace Ruying.Api.Security;

/// <summary>Who can reach the service.</summary>
/// <param name="LoopbackOnly">Whether it listens on this machine's own addresses only.</param>
public sealed record Exposure(bool LoopbackOnly);

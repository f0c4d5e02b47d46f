namespace Ruying.Api.Health;

/// <summary>How the service is.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Failed">The names of checks that failed; why is in the service's log.</param>
public sealed record HealthResponse(string Status, IReadOnlyList<string> Failed);

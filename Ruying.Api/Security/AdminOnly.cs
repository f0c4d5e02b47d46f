namespace Ruying.Api.Security;

/// <summary>Marks an endpoint that needs the scope <c>admin</c>.</summary>
internal sealed class AdminOnly;

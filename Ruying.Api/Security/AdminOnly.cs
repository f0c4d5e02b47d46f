namespace Ruying.Api.Security;

/// <summary>Marks an endpoint, or a page, that needs the scope <c>admin</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AdminOnly : Attribute;

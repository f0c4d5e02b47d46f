namespace Ruying.Api.Tags;

/// <summary>Marks an endpoint that heeds If-Match, for the API's description.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IfMatchAttribute : Attribute;

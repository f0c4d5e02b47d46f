namespace Ruying.Api.Idempotency;

/// <summary>Marks an endpoint that makes something and takes an <c>Idempotency-Key</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IdempotentAttribute : Attribute;

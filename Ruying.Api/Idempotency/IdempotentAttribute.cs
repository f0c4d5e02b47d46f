namespace Ruying.Api.Idempotency;

/// <summary>Marks an endpoint that makes something and takes an <c>Idempotency-Key</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IdempotentAttribute : Attribute
{
    /// <summary>Whether the answer tells something that is kept nowhere else: the answer is then kept encrypted.</summary>
    public bool HoldsSecret { get; init; }
}

namespace Ruying.Api.Consents;

/// <summary>Records that a person agreed.</summary>
/// <param name="Person">Who agreed, 1 to 100 characters.</param>
/// <param name="Words">The words agreed to, 1 to 2,000 characters.</param>
/// <param name="AgreedAt">When; now if absent, and never later.</param>
public sealed record ConsentRequest(string? Person, string? Words, DateTimeOffset? AgreedAt = null);

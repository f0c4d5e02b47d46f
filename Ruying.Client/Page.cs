namespace Ruying.Client;

/// <summary>One page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

namespace Ruying.Api;

/// <summary>One page of a list, the newest first.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">To be sent as <c>before</c> for the next page; null on the last.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string? Next);

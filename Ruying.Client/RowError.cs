namespace Ruying.Client;

/// <summary>What is wrong with a row of a batch.</summary>
/// <param name="Row">The row's number, counted from 1.</param>
/// <param name="Code">A stable dotted code.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record RowError(int Row, string Code, string Message);

namespace Ruying.Api.Problems;

/// <summary>What is wrong with a row of a list that was sent.</summary>
/// <param name="Row">The row's number, counted from 1; a heading is not counted.</param>
/// <param name="Code">A stable dotted code.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record RowError(int Row, string Code, string Message);

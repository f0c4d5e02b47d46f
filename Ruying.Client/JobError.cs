namespace Ruying.Client;

/// <summary>Why a job failed.</summary>
/// <param name="Code">A stable dotted code, such as <c>face.none</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record JobError(string Code, string Message);

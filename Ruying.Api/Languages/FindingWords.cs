namespace Ruying.Api.Languages;

/// <summary>What a finding says.</summary>
/// <param name="Message">What was found.</param>
/// <param name="Advice">What the person who films can do about it.</param>
public sealed record FindingWords(string Message, string Advice);

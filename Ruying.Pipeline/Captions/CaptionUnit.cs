namespace Ruying.Pipeline.Captions;

/// <summary>The smallest piece of a script that captions move about: a word with its punctuation.</summary>
/// <param name="Text">What is shown, not empty.</param>
/// <param name="SpaceBefore">Whether a blank parts it from the unit before.</param>
/// <param name="Start">When it begins to be heard, seconds.</param>
/// <param name="End">When it has been heard, seconds.</param>
/// <param name="After">How good it is to break after it.</param>
internal readonly record struct CaptionUnit(string Text, bool SpaceBefore, double Start, double End, BreakQuality After);

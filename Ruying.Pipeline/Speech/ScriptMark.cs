namespace Ruying.Pipeline.Speech;

/// <summary>A place in a script that its writer named, SSML's <c>mark</c>.</summary>
/// <param name="Name">As written.</param>
/// <param name="Offset">Where it stands in the text as it was given, in UTF-16 units: before the character there.</param>
public sealed record ScriptMark(string Name, int Offset);

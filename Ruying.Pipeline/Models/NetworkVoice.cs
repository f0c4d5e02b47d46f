namespace Ruying.Pipeline.Models;

/// <summary>What an imported voice offers.</summary>
/// <param name="SampleRate">Samples a second of its sound.</param>
/// <param name="Language">BCP 47 tag; of a voice pack of several languages, the one of styles whose names tell none.</param>
/// <param name="Voices">Names of its speakers by their number, or of its styles; empty where there is one speaker only.</param>
public sealed record NetworkVoice(int SampleRate, string Language, IReadOnlyList<string> Voices);

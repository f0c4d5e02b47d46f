namespace Ruying.Pipeline.Speech.Voices;

/// <summary>How an avatar speaks a language where nobody asks for another voice.</summary>
/// <param name="Voice">Who speaks.</param>
/// <param name="Pitch">Semitones on the voice's own pitch.</param>
/// <param name="Rate">Factor on the voice's own speed.</param>
/// <param name="OwnHertz">The voice's own median pitch; null where it was not measured because nothing is to be matched.</param>
public sealed record FittedVoice(Voice Voice, double Pitch, double Rate, double? OwnHertz);

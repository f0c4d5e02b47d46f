namespace Ruying.Pipeline.Speech.Voices;

/// <summary>How high a voice is.</summary>
/// <param name="Median">Hertz.</param>
/// <param name="Low">The tenth percentile, hertz.</param>
/// <param name="High">The ninetieth percentile, hertz.</param>
public sealed record PitchRange(double Median, double Low, double High);

/// <summary>How somebody speaks, measured on sound.</summary>
/// <param name="SpeechSeconds">Time in which somebody speaks; 0 where nobody does.</param>
/// <param name="Pitch">Null with too little voiced speech to tell.</param>
/// <param name="VoicedShare">Voiced share of the speech, 0 to 1.</param>
/// <param name="SyllablesPerSecond">Syllables a second of speech, pauses not counted; null with too little speech to tell.</param>
/// <param name="Loudness">Integrated loudness of all the sound, LUFS; null where there is nothing to measure, or nobody asked.</param>
public sealed record VoiceMeasures(double SpeechSeconds, PitchRange? Pitch, double VoicedShare, double? SyllablesPerSecond, double? Loudness = null)
{
    /// <summary>Nobody speaks.</summary>
    public static VoiceMeasures None { get; } = new(0, null, 0, null);
}

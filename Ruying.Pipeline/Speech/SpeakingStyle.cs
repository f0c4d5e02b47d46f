namespace Ruying.Pipeline.Speech;

/// <summary>How a stretch of a script is to be spoken, over what was asked for the whole.</summary>
/// <param name="Rate">Factor on the speed.</param>
/// <param name="Pitch">Semitones more.</param>
/// <param name="Volume">Factor on the gain.</param>
/// <param name="Voice">Another voice's id; null for the script's.</param>
/// <param name="Language">A BCP 47 tag, for which the voice that reads it best is taken unless <paramref name="Voice"/> is given; null for the script's.</param>
public sealed record SpeakingStyle(double Rate = 1, double Pitch = 0, double Volume = 1, string? Voice = null, string? Language = null)
{
    /// <summary>As asked for.</summary>
    public static SpeakingStyle Plain { get; } = new();
}

namespace Ruying.Pipeline.Speech.Voices;

/// <summary>What a user set for an avatar's voice; what is null goes on being fitted to what was measured.</summary>
/// <param name="Voice">The voice's id; counts for the languages that it speaks.</param>
/// <param name="Pitch">Semitones, -12 to 12.</param>
/// <param name="Rate">Speed, 0.5 to 2.</param>
public sealed record VoiceChoice(string? Voice = null, double? Pitch = null, double? Rate = null)
{
    /// <summary>Whether nothing is set.</summary>
    internal bool IsAutomatic => this is { Voice: null, Pitch: null, Rate: null };

    /// <summary>Looks at the values, not at whether the voice is there.</summary>
    /// <exception cref="ScriptException"><c>speech.option_out_of_range</c>.</exception>
    public void Check()
    {
        Within("pitch", Pitch, -12, 12);
        Within("rate", Rate, 0.5, 2);
    }

    private static void Within(string name, double? value, double least, double most)
    {
        if (value is { } given && !(given >= least && given <= most))
        {
            throw new ScriptException("speech.option_out_of_range", FormattableString.Invariant($"The {name} is {given}; choose one from {least} to {most}."));
        }
    }
}

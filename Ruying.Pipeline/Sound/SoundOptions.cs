namespace Ruying.Pipeline.Sound;

/// <summary>What is done to the sound of a video. Silence and <see cref="Denoise"/> come before the mouth is moved by it, the rest after.</summary>
public sealed record SoundOptions
{
    /// <summary>Bounds of <see cref="Loudness"/>: from cinema's -31 to as loud as speech stays clean.</summary>
    public const double LeastLoudness = -31, MostLoudness = -9;

    /// <summary>Bounds of <see cref="MusicVolume"/>.</summary>
    public const double LeastMusicVolume = 0, MostMusicVolume = 2;

    /// <summary>Integrated loudness of the video in LUFS (EBU R 128), from -31 to -9.</summary>
    /// <value>Default: -16, what AES TD1008 advises for speech on the web.</value>
    public double Loudness { get; init; } = -16;

    /// <summary>Music under the speech: WAV, MP3, M4A, FLAC or OGG; looped or cut to the video's length.</summary>
    /// <value>Default: null, none.</value>
    public string? MusicPath { get; init; }

    /// <summary>Gain on the music, 0 to 2; at 1 it lies 14 LU under the speech, and further while somebody speaks.</summary>
    /// <value>Default: 1.</value>
    public double MusicVolume { get; init; } = 1;

    /// <summary>Whether noise is taken from a recording.</summary>
    /// <value>Default: false.</value>
    public bool Denoise { get; init; }

    /// <summary>Seconds of silence before the first word, 0 to 10: a recording is trimmed or padded to it.</summary>
    /// <value>Default: null, 0.3 of a text and what a recording has.</value>
    public double? Lead { get; init; }

    /// <summary>Seconds of silence after the last word, 0 to 10: a recording is trimmed or padded to it.</summary>
    /// <value>Default: null, 0.5 of a text and what a recording has.</value>
    public double? Tail { get; init; }

    /// <summary>Looks at the values, not at the file.</summary>
    /// <exception cref="ScriptException"><c>sound.option_out_of_range</c>.</exception>
    public void Check()
    {
        Within("loudness", Loudness, LeastLoudness, MostLoudness);
        Within("music volume", MusicVolume, LeastMusicVolume, MostMusicVolume);
        Within("silence before", Lead ?? 0, 0, Speech.SpeechSynthesizer.LongestSilence);
        Within("silence after", Tail ?? 0, 0, Speech.SpeechSynthesizer.LongestSilence);
    }

    private static void Within(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new ScriptException("sound.option_out_of_range", FormattableString.Invariant($"The {name} is {value}; choose a value from {least} to {most}."));
        }
    }
}

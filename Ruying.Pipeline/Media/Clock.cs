namespace Ruying.Pipeline.Media;

/// <summary>The inner clock that all pictures and sounds are brought to.</summary>
public static class Clock
{
    /// <summary>Frames a second, constant, of everything after intake.</summary>
    public const int FramesPerSecond = 25;

    /// <summary>Samples a second of the sound that models listen to.</summary>
    public const int ModelSampleRate = 16_000;

    /// <summary>Samples a second of the sound that people listen to.</summary>
    public const int OutputSampleRate = 48_000;

    /// <summary>Frames that cover a sound: the sound is the master.</summary>
    /// <param name="seconds">Length of the sound, 0 or more.</param>
    public static int FramesFor(double seconds) => (int)Math.Round(seconds * FramesPerSecond, MidpointRounding.AwayFromZero);
}

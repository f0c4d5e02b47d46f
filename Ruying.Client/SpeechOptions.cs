namespace Ruying.Client;

/// <summary>A text to be heard at once; what is null is left to the service.</summary>
public sealed record SpeechOptions
{
    /// <summary>Plain text or SSML, up to 500 characters unless the service is set otherwise.</summary>
    public required string Text { get; init; }

    /// <summary>Who speaks; without a voice, the one that fits the avatar.</summary>
    public string? AvatarId { get; init; }

    /// <summary>BCP 47 tag of the text's language; English if null.</summary>
    public string? Language { get; init; }

    /// <summary>The voice's id.</summary>
    public string? Voice { get; init; }

    /// <summary>Speed, 0.5 to 2.</summary>
    public double? Rate { get; init; }

    /// <summary>Semitones, -12 to 12.</summary>
    public double? Pitch { get; init; }

    /// <summary>Gain, 0 to 2.</summary>
    public double? Volume { get; init; }
}

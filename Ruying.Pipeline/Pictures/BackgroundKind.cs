namespace Ruying.Pipeline.Pictures;

/// <summary>What is behind the person.</summary>
public enum BackgroundKind
{
    /// <summary>What was filmed.</summary>
    Original,

    /// <summary>What was filmed, out of focus.</summary>
    Blur,

    /// <summary>One colour.</summary>
    Colour,

    /// <summary>A picture of the user's.</summary>
    Picture,

    /// <summary>Nothing: the video has an alpha channel.</summary>
    Transparent,
}

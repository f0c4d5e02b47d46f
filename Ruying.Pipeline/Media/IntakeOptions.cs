namespace Ruying.Pipeline.Media;

/// <summary>How footage is brought in.</summary>
public sealed record IntakeOptions
{
    /// <summary>The longest side of the result, in pixels, 64 to 4096; larger footage is made smaller.</summary>
    /// <value>Default: 1920.</value>
    public int LongestSide { get; init; } = 1920;

    /// <summary>The exact size of the result, even numbers of pixels: the picture is made to cover it, and what stands over at the sides is cut off.</summary>
    /// <value>Default: null, the footage's own shape.</value>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>x264's constant rate factor of the base video.</summary>
    /// <value>Default: 14, of high quality.</value>
    public int Crf { get; init; } = 14;

    /// <summary>Free bytes for a folder.</summary>
    /// <value>Default: null, what the file system says.</value>
    public Func<string, long>? FreeBytes { get; init; }
}

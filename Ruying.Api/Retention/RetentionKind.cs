namespace Ruying.Api.Retention;

/// <summary>What retention removes.</summary>
public enum RetentionKind
{
    /// <summary>What was sent for an avatar or a video.</summary>
    Upload,

    /// <summary>An upload whose bytes did not come.</summary>
    Unfinished,

    /// <summary>An upload that nothing was made of.</summary>
    Unused,
    Work,
    Video,
}

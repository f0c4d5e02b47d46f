namespace Ruying.Pipeline.Avatars;

/// <summary>Which face to follow when the footage shows several.</summary>
public enum FaceChoice
{
    /// <summary>Only one prominent face is allowed; another of half its size or more is <c>face.several</c>.</summary>
    Only,

    /// <summary>The largest face.</summary>
    Largest,

    /// <summary>The face furthest left in the picture.</summary>
    Left,

    /// <summary>The face furthest right in the picture.</summary>
    Right,
}

/// <summary>How an avatar is built.</summary>
public sealed record AvatarOptions
{
    /// <summary>The avatar's name for people.</summary>
    /// <value>Default: empty, which takes the footage's file name.</value>
    public string Name { get; init; } = "";

    /// <summary>What the report calls the footage, where the file has a name that its owner never saw.</summary>
    /// <value>Default: empty, which takes the footage's file name.</value>
    public string FootageName { get; init; } = "";

    /// <summary>Who agreed, and to what; kept in the package. Without it the avatar's videos carry the label for good.</summary>
    /// <value>Default: null.</value>
    public string? Consent { get; init; }

    /// <summary>A clip in which the person agrees: its face must be the footage's.</summary>
    /// <value>Default: null, none.</value>
    public string? ConsentClip { get; init; }

    /// <summary>Which face to follow.</summary>
    /// <value>Default: <see cref="FaceChoice.Only"/>.</value>
    public FaceChoice Face { get; init; } = FaceChoice.Only;

    /// <summary>When the footage changes to another person, use the longest part of one person instead of refusing.</summary>
    /// <value>Default: false (<c>face.changed</c>).</value>
    public bool LongestPart { get; init; }

    /// <summary>Whether to stop after the report where it has warnings, before anything is learned.</summary>
    /// <value>Default: false.</value>
    public bool Review { get; init; }

    /// <summary>Whether to tune the avatar to its person as well: a better picture for minutes of learning.</summary>
    /// <value>Default: false.</value>
    public bool Studio { get; init; }

    /// <summary>What makes the mouth: an imported model's name, or <c>own</c>; kept in the package.</summary>
    /// <value>Default: null, our own engine.</value>
    public string? Engine { get; init; }
}

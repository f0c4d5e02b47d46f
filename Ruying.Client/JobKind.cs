namespace Ruying.Client;

/// <summary>What a job makes.</summary>
public enum JobKind
{
    /// <summary>An avatar.</summary>
    Avatar,

    /// <summary>An avatar that is tuned to its person.</summary>
    StudioAvatar,

    /// <summary>A video.</summary>
    Video,

    /// <summary>A model that is fetched.</summary>
    Model,

    /// <summary>The first seconds of a video, small.</summary>
    Preview,
}

namespace Ruying.Api.Data;

/// <summary>What a job makes.</summary>
public enum JobKind
{
    Avatar,

    /// <summary>An avatar that is tuned to its person as well.</summary>
    StudioAvatar,

    Video,

    /// <summary>A model that is fetched; its name is the subject.</summary>
    Model,

    /// <summary>The first seconds of a video, small.</summary>
    Preview,
}

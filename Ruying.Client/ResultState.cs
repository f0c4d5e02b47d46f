namespace Ruying.Client;

/// <summary>Whether an avatar or a video is there.</summary>
public enum ResultState
{
    /// <summary>It is being made.</summary>
    Pending,

    /// <summary>It is there.</summary>
    Ready,

    /// <summary>It could not be made; its job says why.</summary>
    Failed,

    /// <summary>Its job was cancelled.</summary>
    Cancelled,
}

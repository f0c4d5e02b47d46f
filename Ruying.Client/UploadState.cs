namespace Ruying.Client;

/// <summary>Whether an upload is whole.</summary>
public enum UploadState
{
    /// <summary>Bytes are missing.</summary>
    Receiving,

    /// <summary>An avatar or a video can be made of it.</summary>
    Ready,
}

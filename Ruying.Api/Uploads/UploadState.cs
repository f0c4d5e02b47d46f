namespace Ruying.Api.Uploads;

/// <summary>How an upload stands.</summary>
public enum UploadState
{
    /// <summary>Bytes are missing.</summary>
    Receiving,

    /// <summary>It is whole and can be used.</summary>
    Ready,
}

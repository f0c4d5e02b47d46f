namespace Ruying.Api.Data;

/// <summary>A segment of a video that several workers may render; there from the start of the rendering to its end.</summary>
public sealed class SegmentRow
{
    public required string JobId { get; set; }

    /// <summary>From 0.</summary>
    public int Number { get; set; }

    /// <summary>The attempt that offers it: it counts only while that runs.</summary>
    public required string Lease { get; set; }

    /// <summary>The video's folder among the job's stages.</summary>
    public required string Folder { get; set; }

    /// <summary>The server that renders it, or did; null while it is free.</summary>
    public string? Worker { get; set; }

    /// <summary>The claim of who renders it: only who knows it may change the row. Null while it is free.</summary>
    public string? Claim { get; set; }

    /// <summary>Frames rendered.</summary>
    public int Frames { get; set; }

    /// <summary>The last sign of life of who renders it; too long ago, and it is free again.</summary>
    public DateTimeOffset SeenAt { get; set; }

    public bool IsDone { get; set; }
}

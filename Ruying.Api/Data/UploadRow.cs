namespace Ruying.Api.Data;

/// <summary>A file that somebody sends, before it becomes a part of an avatar or a video. How far it is, its file says.</summary>
public sealed class UploadRow : IOwned
{
    public required string Id { get; set; }

    public string OwnerId { get; set; } = "";

    /// <summary>The file's name as the user knows it: text to show, never a path.</summary>
    public required string Name { get; set; }

    /// <summary>Bytes of the whole file.</summary>
    public long Length { get; set; }

    /// <summary>What a tus client told about it, as it was sent; null where it told nothing.</summary>
    public string? Metadata { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the last bytes came.</summary>
    public DateTimeOffset TouchedAt { get; set; }

    /// <summary>When it was whole; null until then.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Where its file went, below the folder of uploads, while an avatar or a video is made of it; null otherwise.</summary>
    public string? UsedAs { get; set; }
}

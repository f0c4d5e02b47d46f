namespace Ruying.Client;

/// <summary>How an avatar is made; what is null is left to the service.</summary>
public sealed record AvatarOptions
{
    /// <summary>Its name; the file's if null.</summary>
    public string? Name { get; init; }

    /// <summary>Who agreed to the avatar.</summary>
    public required string ConsentBy { get; init; }

    /// <summary>The words agreed to.</summary>
    public required string Consent { get; init; }

    /// <summary>When; now if null.</summary>
    public DateTimeOffset? ConsentAt { get; init; }

    /// <summary>The id of an upload that is the footage, for <see cref="AvatarsClient.CreateFromUploadAsync"/>.</summary>
    public string? Upload { get; init; }

    /// <summary>The id of an upload in which the person agrees: its face is compared with the footage's.</summary>
    public string? ConsentUpload { get; init; }

    /// <summary>What makes the mouth in its videos: an imported model's name.</summary>
    public string? Engine { get; init; }

    /// <summary>Whether to tune it to its person.</summary>
    public bool Studio { get; init; }

    /// <summary>
    /// Whether to stop after the footage's report where it has warnings: the job then fails with <c>footage.review</c>, and
    /// <see cref="AvatarsClient.BuildAnywayAsync"/> goes on.
    /// </summary>
    public bool Review { get; init; }

    /// <summary>What it is built on: <c>cpu</c> or <c>cuda</c>; whichever is free if null.</summary>
    public string? Device { get; init; }
}

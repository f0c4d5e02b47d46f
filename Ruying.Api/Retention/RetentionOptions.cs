using System.ComponentModel.DataAnnotations;

namespace Ruying.Api.Retention;

/// <summary>How long things are kept: section <c>Ruying:Retention</c>. Avatars, and what has no number of days, are kept for good.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days that an upload is kept after its job ended.</summary>
    /// <value>Default: none, for good. 1 to 36500.</value>
    [Range(1, 36500)]
    public int? UploadDays { get; set; }

    /// <summary>Days that the work folder of a job that failed or was cancelled is kept.</summary>
    /// <value>Default: none, for good. 1 to 36500.</value>
    [Range(1, 36500)]
    public int? WorkDays { get; set; }

    /// <summary>Days that a video is kept after it was made, or failed to be.</summary>
    /// <value>Default: none, for good. 1 to 36500.</value>
    [Range(1, 36500)]
    public int? VideoDays { get; set; }

    /// <summary>Hours that an upload is kept whose bytes do not come; 0 for good.</summary>
    /// <value>Default: 24. 0 to 876000.</value>
    [Range(0, 876_000)]
    public int UnfinishedHours { get; set; } = 24;

    /// <summary>Days that a whole upload is kept of which nothing is made; 0 for good.</summary>
    /// <value>Default: 7. 0 to 36500.</value>
    [Range(0, 36500)]
    public int UnusedDays { get; set; } = 7;

    /// <summary>Whether anything goes at all.</summary>
    internal bool IsOn => UploadDays is not null || WorkDays is not null || VideoDays is not null || UnfinishedHours > 0 || UnusedDays > 0;
}

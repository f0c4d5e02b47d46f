namespace Ruying.Api.Retention;

/// <summary>One thing that has been kept long enough.</summary>
/// <param name="What">Its kind.</param>
/// <param name="Id">The id of the avatar, video, job or upload that it is of.</param>
/// <param name="Since">When the job that it is of ended, or the last bytes came.</param>
/// <param name="Bytes">What goes with it.</param>
public sealed record RetentionItem(RetentionKind What, string Id, DateTimeOffset Since, long Bytes);

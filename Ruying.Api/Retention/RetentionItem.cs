namespace Ruying.Api.Retention;

/// <summary>One thing that has been kept long enough.</summary>
/// <param name="What">Its kind.</param>
/// <param name="Id">The id of the avatar, video or job that it is of.</param>
/// <param name="Since">When the job that it is of ended.</param>
/// <param name="Bytes">What goes with it.</param>
public sealed record RetentionItem(RetentionKind What, string Id, DateTimeOffset Since, long Bytes);

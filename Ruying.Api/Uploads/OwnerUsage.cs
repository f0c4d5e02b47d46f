namespace Ruying.Api.Uploads;

/// <summary>What an owner has stored, in bytes.</summary>
/// <param name="Uploads">Files sent, those of waiting and failed jobs among them; an unfinished upload counts whole.</param>
/// <param name="Avatars">Published avatars and reports.</param>
/// <param name="Videos">Published videos and their captions.</param>
public sealed record OwnerUsage(long Uploads, long Avatars, long Videos)
{
    /// <summary>All of it.</summary>
    public long Total => Uploads + Avatars + Videos;
}

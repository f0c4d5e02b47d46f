namespace Ruying.Client;

/// <summary>What is stored, in bytes.</summary>
/// <param name="Uploads">Files sent.</param>
/// <param name="Avatars">Avatars.</param>
/// <param name="Videos">Videos and their captions.</param>
/// <param name="Total">All of it.</param>
public sealed record UsageStorage(long Uploads, long Avatars, long Videos, long Total);

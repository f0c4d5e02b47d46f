namespace Ruying.Client;

/// <summary>A file that was sent, or is being sent, and that nothing was made of yet.</summary>
/// <param name="Id">What <see cref="AvatarOptions.Upload"/> and others name it by.</param>
/// <param name="Name">The file's name, to show.</param>
/// <param name="State">Whether it is whole.</param>
/// <param name="Length">Bytes of the whole file.</param>
/// <param name="Received">Bytes that are there.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="ExpiresAt">When it goes unless it is carried on or used; null for never.</param>
public sealed record Upload(string Id, string Name, UploadState State, long Length, long Received, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

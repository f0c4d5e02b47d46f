using Ruying.Api.Storage;

namespace Ruying.Api.Videos;

/// <summary>What was asked for, and the files that came with it.</summary>
/// <param name="Video">The request.</param>
/// <param name="Recording">The recording; null where none was sent.</param>
/// <param name="Music">The music; null where none was sent.</param>
/// <param name="Background">The background's picture; null where none was sent.</param>
public sealed record SentVideo(CreateVideoRequest Video, UploadedFile? Recording = null, UploadedFile? Music = null, UploadedFile? Background = null);

namespace Ruying.Api.Avatars;

/// <summary>The form that makes an avatar, as the API's description shows it; it is read as it arrives (<see cref="Storage.UploadReader"/>).</summary>
/// <param name="File">The footage; several times for several clips of the same person, up to 10, which are joined in their order.</param>
/// <param name="Upload">The id of an upload that is the footage, in place of the file; several times for several clips.</param>
/// <param name="Name">The avatar's name; the file's if absent.</param>
/// <param name="ConsentBy">Who agreed to the avatar; needed.</param>
/// <param name="Consent">The words agreed to; needed.</param>
/// <param name="ConsentAt">When: a day or a moment in ISO 8601; now if absent.</param>
/// <param name="ConsentClip">A clip in which the person agrees: its face is compared with the footage's.</param>
/// <param name="ConsentUpload">The id of an upload that is this clip, in its place.</param>
/// <param name="Engine">What makes the mouth in its videos: an imported model's name; our own engine if absent.</param>
/// <param name="Studio">Whether to tune the avatar to its person as well: a better picture for up to ten minutes more.</param>
/// <param name="Review">
/// Whether to stop after the report where it has warnings, before anything is learned: the job then fails with <c>footage.review</c>, and
/// <c>POST /api/v1/avatars/ID/build</c> goes on.
/// </param>
/// <param name="Device">What it is built on: <c>cpu</c> or <c>cuda</c>; whichever is free if absent.</param>
public sealed record AvatarForm(
    IFormFile? File = null, string? Upload = null, string? Name = null, string? ConsentBy = null, string? Consent = null, string? ConsentAt = null,
    IFormFile? ConsentClip = null, string? ConsentUpload = null, string? Engine = null, bool? Studio = null, bool? Review = null, string? Device = null);

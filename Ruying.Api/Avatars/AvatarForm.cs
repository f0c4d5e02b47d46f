namespace Ruying.Api.Avatars;

/// <summary>The form that makes an avatar, as the API's description shows it; it is read as it arrives (<see cref="Storage.UploadReader"/>).</summary>
/// <param name="File">The footage.</param>
/// <param name="Upload">The id of an upload that is the footage, in place of the file.</param>
/// <param name="Name">The avatar's name; the file's if absent.</param>
/// <param name="Consent">Who agreed, and to what; without it every video carries the label.</param>
/// <param name="Engine">What makes the mouth in its videos: an imported model's name; our own engine if absent.</param>
/// <param name="Studio">Whether to tune the avatar to its person as well: a better picture for up to ten minutes more.</param>
/// <param name="Device">What it is built on: <c>cpu</c> or <c>cuda</c>; whichever is free if absent.</param>
public sealed record AvatarForm(IFormFile? File = null, string? Upload = null, string? Name = null, string? Consent = null, string? Engine = null, bool? Studio = null, string? Device = null);

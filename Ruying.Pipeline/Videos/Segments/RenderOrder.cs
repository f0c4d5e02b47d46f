using System.Security.Cryptography;
using System.Text.Json;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Pictures;

namespace Ruying.Pipeline.Videos.Segments;

/// <summary>
/// What a worker must know to render segments of a video, beside the avatar, the <see cref="PlanFile"/> and the sound: kept in the work
/// folder, so that any worker can, whatever has been changed since the job began.
/// </summary>
/// <param name="Avatar">SHA-256 of the avatar's manifest, hexadecimal.</param>
/// <param name="Engine">The model that makes the mouths; null for our own engine.</param>
/// <param name="LabelSeconds">How long the visible label shows: null for good, 0 for not at all.</param>
/// <param name="Captions">Name of the captions to draw, in the same folder; null for none.</param>
/// <param name="Picture">Which part is shown how large, before what, and as what.</param>
public sealed record RenderOrder(string Avatar, string? Engine, double? LabelSeconds, string? Captions, PictureOrder Picture)
{
    /// <summary>Its name in the work folder.</summary>
    public const string FileName = "order.json";

    /// <summary>What must lie in the work folder beside the segments for another worker to render some.</summary>
    public IEnumerable<string> Files => new[] { FileName, PlanFile.FileName, SpokenTrack.SoundName, SpokenTrack.TimingsName, Captions }.OfType<string>().Concat(Picture.Files);

    /// <summary>Tells an avatar as it is from one as it was.</summary>
    public static string Of(AvatarPackage avatar)
    {
        ArgumentNullException.ThrowIfNull(avatar);
        return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(avatar.Folder, AvatarPackage.ManifestName))));
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="FileNotFoundException">Nothing was kept there.</exception>
    public static RenderOrder Read(string folder) => JsonSerializer.Deserialize<RenderOrder>(File.ReadAllBytes(Path.Combine(folder, FileName)))!;

    /// <summary>Keeps it; it appears whole.</summary>
    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        File.WriteAllBytes(path + ".partial", JsonSerializer.SerializeToUtf8Bytes(this));
        File.Move(path + ".partial", path, overwrite: true);
    }
}

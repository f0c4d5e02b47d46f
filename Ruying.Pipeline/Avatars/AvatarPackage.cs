namespace Ruying.Pipeline.Avatars;

/// <summary>A built avatar: a folder with <c>avatar.json</c> and the files it names.</summary>
public sealed class AvatarPackage
{
    /// <summary>The package's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The avatar's name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Who agreed, and to what; null when nobody said so.</summary>
    public string? Consent { get; init; }

    /// <summary>Opens a package and checks its version and files.</summary>
    /// <exception cref="AvatarException"><c>avatar.missing</c>, <c>avatar.version</c> or <c>avatar.damaged</c>.</exception>
    public static AvatarPackage Open(string folder) => throw new NotSupportedException();
}

using System.Text.Json.Serialization;

namespace Ruying.Pipeline.Models.Pulling;

/// <summary>A file of a model that can be pulled.</summary>
/// <param name="Role">What it is for.</param>
/// <param name="Path">Its path below the catalogue's address, and below a mirror; parts are separated by slashes.</param>
public sealed record AvailableFile(AvailableFileRole Role, string Path)
{
    /// <summary>Its address, if it does not lie below the catalogue's.</summary>
    public Uri? Address { get; init; }

    /// <summary>Its published size; null where none is known.</summary>
    public long? Bytes { get; init; }

    /// <summary>Its published MD5, lower-case hex; null where none is known.</summary>
    public string? Md5 { get; init; }

    /// <summary>Its published SHA-256, lower-case hex; null where none is known.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Its name without folders.</summary>
    [JsonIgnore]
    public string FileName => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The most that is received, whatever a server says; sizes that no honest file of the kind has.</summary>
    [JsonIgnore]
    public long Most => Role switch
    {
        AvailableFileRole.Network => ModelStore.LargestBytes,
        AvailableFileRole.Styles => 512L << 20,
        AvailableFileRole.Settings => 8L << 20,
        _ => 256L << 10,
    };
}

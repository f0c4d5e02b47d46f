namespace Ruying.Client;

/// <summary>A model of the service.</summary>
/// <param name="Name">What <see cref="VideoOptions.Engine"/> takes, if it is a generator.</param>
/// <param name="Kind">What it is: a generator, or a voice of one format or another.</param>
/// <param name="File">The name of its file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="ImportedAt">When it came.</param>
/// <param name="Address">Where a pulled model was fetched from.</param>
public sealed record Model(string Name, string Kind, string File, long Bytes, string Sha256, DateTimeOffset ImportedAt, string? Address);

/// <summary>A model that can be pulled.</summary>
/// <param name="Name">What to pull it by.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Title">What its makers call it.</param>
/// <param name="Languages">BCP 47 tags of what it speaks.</param>
/// <param name="Quality">The makers' word for how good it is.</param>
/// <param name="Licence">SPDX expression where it is known.</param>
/// <param name="Bytes">What is to be fetched, if it was published.</param>
/// <param name="Installed">Whether it is there.</param>
public sealed record AvailableModel(string Name, string Kind, string Title, IReadOnlyList<string> Languages, string? Quality, string? Licence, long? Bytes, bool Installed);

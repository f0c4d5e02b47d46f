using System.Text.Json.Serialization;

namespace Ruying.Pipeline.Models.Pulling;

/// <summary>A model that can be pulled.</summary>
/// <param name="Name">What it is called here: a-z, 0-9 and hyphens.</param>
/// <param name="Kind"><see cref="StoredModel.PiperKind"/> or <see cref="StoredModel.KokoroKind"/>.</param>
/// <param name="Title">What its makers call it.</param>
/// <param name="Languages">BCP 47 tags of what it speaks.</param>
/// <param name="LanguageName">The same in English.</param>
/// <param name="Files">One card, one network, and what the kind needs besides.</param>
public sealed record AvailableModel(
    string Name, string Kind, string Title, IReadOnlyList<string> Languages, string LanguageName, IReadOnlyList<AvailableFile> Files)
{
    /// <summary>The makers' word for how good it is; null where they have none.</summary>
    public string? Quality { get; init; }

    /// <summary>SPDX expression where it is known before the card is read; null where only the card says it.</summary>
    public string? Licence { get; init; }

    /// <summary>Its speakers by number; empty where there is one, or where they are in a file of styles.</summary>
    public IReadOnlyList<string> Speakers { get; init; } = [];

    /// <summary>The sum of the published sizes.</summary>
    [JsonIgnore]
    public long Bytes => Files.Sum(file => file.Bytes ?? 0);

    /// <summary>Whether it speaks a language: <c>en</c> also finds <c>en-GB</c>.</summary>
    public bool Speaks(string language) => Languages.Any(tag =>
        tag.Equals(language, StringComparison.OrdinalIgnoreCase) || tag.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase));

    /// <summary>Its file of that role; null where it has none.</summary>
    public AvailableFile? File(AvailableFileRole role) => Files.FirstOrDefault(file => file.Role == role);
}

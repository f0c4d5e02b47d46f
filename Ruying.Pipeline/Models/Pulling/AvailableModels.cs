using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ruying.Pipeline.Models.Pulling;

/// <summary>What can be pulled, as <c>models/voices.json</c> lists it.</summary>
/// <param name="Address">Where files without an address of their own lie; ends with a slash.</param>
/// <param name="Models">By name.</param>
public sealed record AvailableModels(Uri Address, IReadOnlyList<AvailableModel> Models)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<AvailableFileRole>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Reads the list.</summary>
    /// <exception cref="ModelException"><c>model.catalog</c>: missing or unreadable.</exception>
    public static AvailableModels Load(string path)
    {
        try
        {
            var models = JsonSerializer.Deserialize<AvailableModels>(File.ReadAllBytes(path), Json);
            return models is { Address.IsAbsoluteUri: true, Models: not null } && models.Models.All(IsWhole)
                ? models
                : throw new ModelException("model.catalog", $"{path} is not a list of models: install Ruying again.");
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new ModelException("model.catalog", $"{path} cannot be read ({e.Message}): install Ruying again.", e);
        }
    }

    /// <summary>The list as UTF-8 JSON.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>The model of that name, or of its makers' name.</summary>
    /// <exception cref="ModelException"><c>model.unknown</c>.</exception>
    public AvailableModel Find(string name) =>
        Models.FirstOrDefault(m => m.Name == name) ?? Models.FirstOrDefault(m => m.Title == name) ?? throw new ModelException(
            "model.unknown", $"No model called {name} can be pulled: 'ruying models list --available' names those that can.");

    /// <summary>Where a file lies.</summary>
    public Uri At(AvailableFile file) => file.Address ?? Below(Address, file.Path);

    /// <summary>The address of a path below another address.</summary>
    internal static Uri Below(Uri address, string path) => new(address, string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));

    // A list that somebody edited must not reach out of a mirror's folder.
    private static bool IsWhole(AvailableModel model) =>
        model is { Name: not null, Kind: StoredModel.PiperKind or StoredModel.KokoroKind, Title: not null, Languages: not null, Files: not null }
        && ModelStore.IsName(model.Name)
        && model.Files.All(file => file.Path is { Length: > 0 } path && path.Split('/').All(part => part.Length > 0 && part[0] != '.' && !part.Contains('\\', StringComparison.Ordinal)))
        && model.Files.Count(file => file.Role == AvailableFileRole.Card) == 1
        && model.Files.Count(file => file.Role == AvailableFileRole.Network) == 1
        && model.Files.Count(file => file.Role == (model.Kind == StoredModel.PiperKind ? AvailableFileRole.Settings : AvailableFileRole.Styles)) == 1;
}

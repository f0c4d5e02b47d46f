using System.Text.Json;

namespace Ruying.Pipeline.Models;

/// <summary>One model that ships.</summary>
/// <param name="Name">Its name and folder, such as <c>face-mesh</c>.</param>
/// <param name="File">Path below the models folder.</param>
/// <param name="Sha256">SHA-256 of the file, 64 lower-case hex digits.</param>
/// <param name="Licence">SPDX expression.</param>
/// <param name="Purpose">What it is for.</param>
public sealed record ModelEntry(string Name, string File, string Sha256, string Licence, string Purpose);

/// <summary>The models that ship, as <c>models/catalog.json</c> lists them.</summary>
/// <param name="Models">All entries.</param>
public sealed record ModelCatalog(IReadOnlyList<ModelEntry> Models)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads <c>catalog.json</c> in the models folder.</summary>
    /// <exception cref="ModelException"><c>model.catalog</c>: missing or unreadable.</exception>
    public static ModelCatalog Load(string modelsFolder)
    {
        var path = Path.Combine(modelsFolder, "catalog.json");
        try
        {
            return JsonSerializer.Deserialize<ModelCatalog>(System.IO.File.ReadAllBytes(path), Json)
                ?? throw new ModelException("model.catalog", $"{path} is empty: install Ruying again.");
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new ModelException("model.catalog", $"{path} cannot be read ({e.Message}): install Ruying again.", e);
        }
    }

    /// <summary>The entry of that name.</summary>
    /// <exception cref="ModelException"><c>model.unknown</c>.</exception>
    public ModelEntry Find(string name) =>
        Models.FirstOrDefault(m => m.Name == name)
        ?? throw new ModelException("model.unknown", $"There is no model called {name}; there are {string.Join(", ", Models.Select(m => m.Name))}.");
}

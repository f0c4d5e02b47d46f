using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ruying.Pipeline.Models;

/// <summary>
/// The models that the user brought: a folder each, with <c>model.onnx</c> and <c>model.json</c>. They appear whole or not at all.
/// Safe to use from several threads and processes.
/// </summary>
/// <param name="folder">Where they lie; made when first needed.</param>
/// <param name="sessions">Tries them.</param>
/// <param name="time">The clock for the date of import.</param>
public sealed partial class ModelStore(string folder, OnnxSessions sessions, TimeProvider time)
{
    /// <summary>The name of our own engine, which no model can take.</summary>
    public const string Own = "own";

    /// <summary>The largest file of a model: ONNX files of one piece end at 2 GB.</summary>
    public const long LargestBytes = 2_000_000_000;

    private const long LargestSettings = 1 << 20;
    private const string ModelName = "model.onnx";
    private const string EntryName = "model.json";

    /// <summary>Where the models lie.</summary>
    public string Folder => folder;

    /// <summary>Takes a Wav2Lip-format generator in: looks at the file, tries it, copies it.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="settingsPath">Its settings as JSON; null takes Wav2Lip's.</param>
    /// <param name="name">1 to 40 of a-z, 0-9 and hyphens, a letter or digit first.</param>
    /// <param name="fileName">What to call the file; null takes the path's own name.</param>
    /// <param name="cancellationToken">Stops before the copy.</param>
    /// <exception cref="ModelException"><c>model.name</c>, <c>model.exists</c>, <c>model.missing</c>, <c>model.too_large</c>, <c>model.not_onnx</c>,
    /// <c>model.external_data</c>, <c>model.not_runnable</c>, <c>model.settings</c> or <c>model.wrong_kind</c>.</exception>
    public async Task<StoredModel> ImportAsync(string path, string? settingsPath, string name, string? fileName = null, CancellationToken cancellationToken = default)
    {
        RequireName(name);
        if (Directory.Exists(At(name)))
        {
            throw Exists(name);
        }

        var settings = settingsPath is null
            ? new GeneratorSettings()
            : GeneratorSettings.Read(await ReadAsync(settingsPath, LargestSettings, cancellationToken).ConfigureAwait(false));
        var bytes = await ReadAsync(path, LargestBytes, cancellationToken).ConfigureAwait(false);
        OnnxFile.Check(bytes);
        var signature = await Task.Run(
            () =>
            {
                using var session = sessions.Open(bytes);
                return GeneratorSignature.Find(session, settings);
            },
            cancellationToken).ConfigureAwait(false);
        var model = new StoredModel(
            name, StoredModel.GeneratorKind, fileName ?? Path.GetFileName(path), bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), time.GetUtcNow(), signature, settings);
        await KeepAsync(model, bytes, cancellationToken).ConfigureAwait(false);
        return Find(name);
    }

    /// <summary>All models, by name. What is not whole is left out.</summary>
    public IReadOnlyList<StoredModel> List() => !Directory.Exists(folder)
        ? []
        : [.. new DirectoryInfo(folder).EnumerateDirectories().Where(d => Name().IsMatch(d.Name)).Select(d => Read(d.Name)).OfType<StoredModel>().OrderBy(m => m.Name, StringComparer.Ordinal)];

    /// <summary>The model of that name.</summary>
    /// <exception cref="ModelException"><c>model.unknown</c>.</exception>
    public StoredModel Find(string name) =>
        (Name().IsMatch(name) ? Read(name) : null) ?? throw new ModelException(
            "model.unknown",
            $"No model called {name} was imported; there are {string.Join(", ", List().Select(m => m.Name).DefaultIfEmpty("none"))}. Import it with 'ruying models import', or choose the engine {Own}.");

    /// <summary>Removes a model; avatars that name it need another engine then.</summary>
    /// <exception cref="ModelException"><c>model.unknown</c>.</exception>
    public void Remove(string name)
    {
        _ = Find(name);
        var gone = Path.Combine(folder, $".{Guid.NewGuid():N}");
        Directory.Move(At(name), gone);
        Directory.Delete(gone, recursive: true);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    private static void RequireName(string name)
    {
        if (!Name().IsMatch(name) || name == Own)
        {
            throw new ModelException("model.name", $"A model cannot be called '{name}': use 1 to 40 of a-z, 0-9 and hyphens, a letter or digit first, and not '{Own}'.");
        }
    }

    private static ModelException Exists(string name) =>
        new("model.exists", $"There is a model called {name} already: choose another name, or remove it with 'ruying models remove {name}'.");

    private static async Task<byte[]> ReadAsync(string path, long most, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new ModelException("model.missing", $"There is no file {path}: check the name.");
        }

        return file.Length <= most
            ? await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)
            : throw new ModelException("model.too_large", $"{file.Name} has {file.Length / 1e6:0} MB; at most {most / 1e6:0} MB are possible.");
    }

    private string At(string name) => Path.Combine(folder, name);

    private async Task KeepAsync(StoredModel model, byte[] bytes, CancellationToken cancellationToken)
    {
        var partial = Path.Combine(folder, $".{Guid.NewGuid():N}");
        Directory.CreateDirectory(partial);
        try
        {
            Media.DiskSpace.Require(partial, bytes.Length, "the model");
            await File.WriteAllBytesAsync(Path.Combine(partial, ModelName), bytes, cancellationToken).ConfigureAwait(false);
            await File.WriteAllBytesAsync(Path.Combine(partial, EntryName), JsonSerializer.SerializeToUtf8Bytes(model, GeneratorSettings.Json), cancellationToken).ConfigureAwait(false);
            Directory.Move(partial, At(model.Name));
        }
        catch (IOException) when (Directory.Exists(At(model.Name)))
        {
            // Another import was faster.
            throw Exists(model.Name);
        }
        finally
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }
    }

    private StoredModel? Read(string name)
    {
        try
        {
            var model = JsonSerializer.Deserialize<StoredModel>(File.ReadAllBytes(Path.Combine(At(name), EntryName)), GeneratorSettings.Json);
            return model is not null && model.Name == name ? model with { Path = Path.Combine(At(name), ModelName) } : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

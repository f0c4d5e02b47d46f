using System.Security.Cryptography;

namespace Ruying.Pipeline.Models;

/// <summary>Compares models with the SHA-256 that was recorded of each of their files.</summary>
/// <param name="options">Where the models that ship lie.</param>
/// <param name="store">The models that the user imported.</param>
public sealed class ModelVerifier(PipelineOptions options, ModelStore store)
{
    /// <summary>Reads every file of the models that ship and of those in the store.</summary>
    /// <param name="name">One of them only; null takes all.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Those that ship first; by name.</returns>
    /// <exception cref="ModelException"><c>model.unknown</c>: there is none of that name; <c>model.catalog</c>.</exception>
    public async Task<IReadOnlyList<ModelCheck>> VerifyAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        var checks = new List<ModelCheck>();
        foreach (var entry in ModelCatalog.Load(options.ModelsFolder).Models.Where(entry => name is null || entry.Name == name).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var whole = await IsAsync(Path.Combine(options.ModelsFolder, entry.File), entry.Sha256, cancellationToken).ConfigureAwait(false);
            checks.Add(new ModelCheck(entry.Name, true, whole ? [] : [Path.GetFileName(entry.File)]));
        }

        foreach (var model in store.List().Where(model => name is null || model.Name == name))
        {
            checks.Add(new ModelCheck(model.Name, false, await DamagedAsync(model, cancellationToken).ConfigureAwait(false)));
        }

        checks.AddRange(store.Unreadable().Where(unreadable => name is null || unreadable == name).Select(unreadable => new ModelCheck(unreadable, false, [ModelStore.EntryName])));
        if (name is not null && checks.Count == 0)
        {
            _ = store.Find(name);
        }

        return checks;
    }

    private static async Task<IReadOnlyList<string>> DamagedAsync(StoredModel model, CancellationToken cancellationToken)
    {
        var damaged = new List<string>();
        var folder = Path.GetDirectoryName(model.Path)!;
        foreach (var (file, sha256) in model.Parts.Prepend(new(Path.GetFileName(model.Path), model.Sha256)))
        {
            if (!await IsAsync(Path.Combine(folder, Path.GetFileName(file)), sha256, cancellationToken).ConfigureAwait(false))
            {
                damaged.Add(file);
            }
        }

        return damaged;
    }

    private static async Task<bool> IsAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            var file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false)) == sha256;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

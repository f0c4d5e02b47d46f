using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline.Models.Pulling;
using Ruying.Pipeline.Speech.Espeak;
using Ruying.Pipeline.Speech.Kokoro;
using Ruying.Pipeline.Speech.Piper;

namespace Ruying.Pipeline.Models;

/// <summary>
/// The models that the user brought: a folder each, with <c>model.onnx</c> and <c>model.json</c>, and what a voice needs besides. They appear whole or not at all.
/// Safe to use from several threads and processes.
/// </summary>
/// <param name="folder">Where they lie; made when first needed.</param>
/// <param name="sessions">Tries them.</param>
/// <param name="time">The clock for the date of import.</param>
public sealed partial class ModelStore(string folder, OnnxSessions sessions, TimeProvider time)
{
    /// <summary>The name of our own engine, which no model can take.</summary>
    public const string Own = "own";

    /// <summary>What the API calls the list of models that can be pulled; no model can take it either.</summary>
    public const string Available = "available";

    /// <summary>The largest file of a model: ONNX files of one piece end at 2 GB.</summary>
    public const long LargestBytes = 2_000_000_000;

    private const long LargestSettings = 1 << 20;
    private const long LargestVocabulary = 8 << 20;
    private const string ModelName = "model.onnx";
    internal const string EntryName = "model.json";

    /// <summary>The part that tells how a voice is fed.</summary>
    internal const string VoiceName = "voice.json";

    private const string CardName = "card.txt";

    /// <summary>Where the models lie.</summary>
    public string Folder => folder;

    /// <summary>Takes a Wav2Lip-format generator in: looks at the file, tries it, copies it.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="settingsPath">Its settings as JSON; null takes Wav2Lip's.</param>
    /// <param name="name">1 to 40 of a-z, 0-9 and hyphens, a letter or digit first.</param>
    /// <param name="fileName">What to call the file; null takes the path's own name.</param>
    /// <param name="cancellationToken">Stops before the copy.</param>
    /// <exception cref="ModelException"><c>model.name</c>, <c>model.exists</c>, <c>model.missing</c>, <c>model.link</c>, <c>model.too_large</c>, <c>model.not_onnx</c>,
    /// <c>model.external_data</c>, <c>model.not_runnable</c>, <c>model.settings</c> or <c>model.wrong_kind</c>.</exception>
    public async Task<StoredModel> ImportAsync(string path, string? settingsPath, string name, string? fileName = null, CancellationToken cancellationToken = default)
    {
        RequireFree(name);
        var settings = settingsPath is null
            ? new GeneratorSettings()
            : GeneratorSettings.Read(await ReadAsync(settingsPath, LargestSettings, cancellationToken).ConfigureAwait(false));
        var bytes = await ReadAsync(path, LargestBytes, cancellationToken).ConfigureAwait(false);
        var signature = await TryAsync(bytes, session => GeneratorSignature.Find(session, settings), cancellationToken).ConfigureAwait(false);
        return await KeepAsync(Entry(name, StoredModel.GeneratorKind, fileName ?? Path.GetFileName(path), bytes) with { Signature = signature, Settings = settings }, bytes, [], cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Takes a Piper voice in: looks at its files, tries it, copies it.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="configPath">Its config; null takes <c>NAME.onnx.json</c> beside it.</param>
    /// <param name="name">As for <see cref="ImportAsync"/>.</param>
    /// <param name="fileName">As for <see cref="ImportAsync"/>.</param>
    /// <param name="origin">Where it was pulled from; null of what the user brings.</param>
    /// <param name="cancellationToken">Stops before the copy.</param>
    /// <exception cref="ModelException">As for <see cref="ImportAsync"/>.</exception>
    public async Task<StoredModel> ImportPiperAsync(
        string path, string? configPath, string name, string? fileName = null, ModelOrigin? origin = null, CancellationToken cancellationToken = default)
    {
        RequireFree(name);
        var json = await ReadAsync(configPath ?? path + ".json", LargestSettings, cancellationToken).ConfigureAwait(false);
        var config = PiperConfig.Read(json);
        var bytes = await ReadAsync(path, LargestBytes, cancellationToken).ConfigureAwait(false);
        await TryAsync(
            bytes,
            session =>
            {
                new PiperNetwork(session, config).Check(cancellationToken);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        var voice = new NetworkVoice(config.Audio.SampleRate, config.Tag, config.Speakers);
        return await KeepAsync(Entry(name, StoredModel.PiperKind, fileName ?? Path.GetFileName(path), bytes) with { Voice = voice, Origin = origin }, bytes, [(VoiceName, json)], cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Takes a Kokoro or KittenTTS voice pack in: looks at its files, tries it, copies it.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="stylesPath">A style as raw 32-bit floats [510,1,256] or as .npy, a folder of such files, or an NPZ file of several.</param>
    /// <param name="settingsPath">The model's <c>config.json</c> or <c>tokenizer.json</c> with its vocabulary, or settings of our own (docs/neural-voices.md); null takes the format's.</param>
    /// <param name="name">As for <see cref="ImportAsync"/>.</param>
    /// <param name="fileName">As for <see cref="ImportAsync"/>.</param>
    /// <param name="stylesName">What a file of one style is called; null takes the path's own name.</param>
    /// <param name="origin">Where it was pulled from; null of what the user brings.</param>
    /// <param name="cancellationToken">Stops before the copy.</param>
    /// <exception cref="ModelException">As for <see cref="ImportAsync"/>; <c>model.styles</c>: the styles cannot be used.</exception>
    public async Task<StoredModel> ImportKokoroAsync(
        string path, string stylesPath, string? settingsPath, string name, string? fileName = null, string? stylesName = null, ModelOrigin? origin = null, CancellationToken cancellationToken = default)
    {
        RequireFree(name);
        var styles = StylePack.Read(stylesPath, stylesName);
        var settings = KokoroSettings.Read(settingsPath is null ? "{}"u8 : await ReadAsync(settingsPath, LargestVocabulary, cancellationToken).ConfigureAwait(false), styles);
        var bytes = await ReadAsync(path, LargestBytes, cancellationToken).ConfigureAwait(false);
        await TryAsync(
            bytes,
            session =>
            {
                new KokoroNetwork(session).Check(styles[0], cancellationToken);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        var voice = new NetworkVoice(settings.SampleRate, EspeakVoices.Tag(settings.Language), [.. styles.Select(style => style.Name)]);
        return await KeepAsync(
            Entry(name, StoredModel.KokoroKind, fileName ?? Path.GetFileName(path), bytes) with { Voice = voice, Origin = origin },
            bytes,
            [(VoiceName, settings.Write()), .. styles.Select(style => (style.FileName, style.Write()))],
            cancellationToken).ConfigureAwait(false);
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
        if (!Name().IsMatch(name) || !Directory.Exists(At(name)))
        {
            _ = Find(name);
        }

        var gone = Path.Combine(folder, $".{Guid.NewGuid():N}");
        Directory.Move(At(name), gone);
        Directory.Delete(gone, recursive: true);
    }

    /// <summary>A file that was kept with a model.</summary>
    /// <exception cref="ModelException"><c>model.damaged</c>.</exception>
    internal byte[] ReadPart(StoredModel model, string part)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(At(model.Name), part));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException("model.damaged", $"The model {model.Name} lacks {part}: remove and import it again.", e);
        }
    }

    /// <summary>The card of a pulled model; null of one that the user brought.</summary>
    /// <exception cref="ModelException"><c>model.damaged</c>.</exception>
    public ModelLicence? ReadCard(StoredModel model) => model.Origin is null ? null : ModelLicence.Read(ReadPart(model, CardName), model.Origin.Licence);

    /// <summary>Whether a model can have that name.</summary>
    internal static bool IsName(string name) => Name().IsMatch(name) && name is not (Own or Available);

    /// <summary>Folders whose entry cannot be read: models that are damaged beyond being listed.</summary>
    internal IReadOnlyList<string> Unreadable() => !Directory.Exists(folder)
        ? []
        : [.. new DirectoryInfo(folder).EnumerateDirectories().Select(d => d.Name).Where(name => Name().IsMatch(name) && Read(name) is null).Order(StringComparer.Ordinal)];

    /// <summary>Refuses a name that cannot be given to a new model.</summary>
    internal void RequireFree(string name)
    {
        if (!IsName(name))
        {
            throw new ModelException("model.name", $"A model cannot be called '{name}': use 1 to 40 of a-z, 0-9 and hyphens, a letter or digit first, and not '{Own}' or '{Available}'.");
        }

        if (Directory.Exists(At(name)))
        {
            throw Exists(name);
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    private StoredModel Entry(string name, string kind, string fileName, byte[] bytes) =>
        new(name, kind, fileName, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), time.GetUtcNow(), null, null);

    private Task<T> TryAsync<T>(byte[] bytes, Func<InferenceSession, T> find, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            OnnxFile.Check(bytes);
            using var session = sessions.Open(bytes);
            return find(session);
        },
        cancellationToken);

    private static ModelException Exists(string name) =>
        new("model.exists", $"There is a model called {name} already: choose another name, or remove it with 'ruying models remove {name}'.");

    private static async Task<byte[]> ReadAsync(string path, long most, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new ModelException("model.missing", $"There is no file {path}: check the name.");
        }

        RequireNoLink(file);
        return file.Length <= most
            ? await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)
            : throw new ModelException("model.too_large", $"{file.Name} has {file.Length / 1e6:0} MB; at most {most / 1e6:0} MB are possible.");
    }

    /// <summary>Refuses a symbolic link: what it leads to may be any file of the machine, and another one by the time it is read.</summary>
    /// <exception cref="ModelException"><c>model.link</c>.</exception>
    internal static void RequireNoLink(FileSystemInfo file)
    {
        if (file.LinkTarget is not null)
        {
            throw new ModelException("model.link", $"{file.Name} is a symbolic link: give the file itself.");
        }
    }

    private string At(string name) => Path.Combine(folder, name);

    private async Task<StoredModel> KeepAsync(StoredModel model, byte[] bytes, IReadOnlyList<(string Name, byte[] Bytes)> parts, CancellationToken cancellationToken)
    {
        parts = model.Origin is { } origin ? [.. parts, (CardName, origin.Card.ToArray())] : parts;
        model = model with { Parts = parts.ToDictionary(part => part.Name, part => Convert.ToHexStringLower(SHA256.HashData(part.Bytes))) };
        var partial = Path.Combine(folder, $".{Guid.NewGuid():N}");
        Directory.CreateDirectory(partial);
        try
        {
            Media.DiskSpace.Require(partial, bytes.Length + parts.Sum(part => (long)part.Bytes.Length), "the model");
            await File.WriteAllBytesAsync(Path.Combine(partial, ModelName), bytes, cancellationToken).ConfigureAwait(false);
            foreach (var (name, part) in parts)
            {
                await File.WriteAllBytesAsync(Path.Combine(partial, name), part, cancellationToken).ConfigureAwait(false);
            }

            await File.WriteAllBytesAsync(Path.Combine(partial, EntryName), JsonSerializer.SerializeToUtf8Bytes(model, GeneratorSettings.Json), cancellationToken).ConfigureAwait(false);
            Directory.Move(partial, At(model.Name));
            return Find(model.Name);
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

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ruying.Pipeline.Models.Pulling;

/// <summary>
/// Fetches models of the catalogue into the store: the card first, whose licence must be accepted, then the rest, checked against what was published, and then
/// as any import is. Nothing is in sight before it is whole; what came of a pull that broke off is gone on with.
/// Safe to use from several threads and processes.
/// </summary>
public sealed class ModelPuller : IDisposable
{
    private readonly Lazy<AvailableModels> _available;
    private readonly Lazy<IModelSource> _source;
    private readonly ModelStore _store;
    private readonly TimeProvider _time;

    /// <summary>Reads and connects to nothing yet.</summary>
    /// <param name="options">The list of what can be had, and the mirror.</param>
    /// <param name="store">Where models go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of broken connections.</param>
    public ModelPuller(PipelineOptions options, ModelStore store, TimeProvider time, ILogger<ModelPuller>? logger = null)
        : this(options, store, time, PullPatience.Usual, logger)
    {
    }

    internal ModelPuller(PipelineOptions options, ModelStore store, TimeProvider time, PullPatience patience, ILogger? logger = null)
    {
        (_store, _time) = (store, time);
        _available = new(() => AvailableModels.Load(options.AvailableModelsFile));
        _source = new(() => Source(options.ModelMirror, patience, time, logger ?? NullLogger.Instance));
    }

    /// <summary>What can be had.</summary>
    /// <exception cref="ModelException"><c>model.catalog</c>.</exception>
    public AvailableModels Available => _available.Value;

    /// <summary>Bytes that an unfinished pull of that model left.</summary>
    public long Received(AvailableModel model) => PullFolder.Received(_store, model.Name);

    /// <summary>Notes that a model's licence is accepted, for a pull that follows.</summary>
    /// <param name="name">A name of the catalogue.</param>
    /// <param name="accept">Whether it is; false asks whether it was before.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ModelLicenceException">It is not, and was not.</exception>
    /// <exception cref="ModelException">As for <see cref="PullAsync"/>.</exception>
    public async Task AcceptAsync(string name, bool accept, CancellationToken cancellationToken = default)
    {
        var model = Available.Find(name);
        _store.RequireFree(model.Name);
        using var folder = PullFolder.Take(_store, model.Name);
        await AcceptAsync(model, folder, accept, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fetches a model and keeps it.</summary>
    /// <param name="name">A name of the catalogue, or the makers' own name for the model.</param>
    /// <param name="acceptLicence">Whether the licence of its card is accepted; need not be said again when a pull goes on.</param>
    /// <param name="progress">Hears the stages <c>download</c> and <c>check</c>.</param>
    /// <param name="cancellationToken">Stops; what came stays for the next pull.</param>
    /// <exception cref="ModelLicenceException">The licence is not accepted: nothing but the card was fetched.</exception>
    /// <exception cref="ModelException"><c>model.unknown</c>, <c>model.exists</c>, <c>model.busy</c>, <c>model.size</c>, <c>model.hash</c>, <c>model.redirect</c>, <c>model.mirror</c>, and what imports throw.</exception>
    /// <exception cref="EnvironmentException"><c>model.download_failed</c> or <c>disk.full</c>.</exception>
    public async Task<StoredModel> PullAsync(string name, bool acceptLicence, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var model = Available.Find(name);
        _store.RequireFree(model.Name);
        using var folder = PullFolder.Take(_store, model.Name);
        var (card, accepted) = await AcceptAsync(model, folder, acceptLicence, cancellationToken).ConfigureAwait(false);

        // The files as they come, and once more as they are taken in.
        Media.DiskSpace.Require(folder.Path, (2 * model.Bytes) - PullFolder.Received(_store, model.Name), "the model");
        await DownloadAsync(model, folder, progress, cancellationToken).ConfigureAwait(false);

        progress?.Report(new StageProgress("check", 0));
        var origin = new ModelOrigin(model.Title, _source.Value.Where(model.File(AvailableFileRole.Network)!), ModelLicence.Read(card, model.Licence).Summary, accepted) { Card = card };
        try
        {
            var stored = await ImportAsync(model, folder, origin, cancellationToken).ConfigureAwait(false);
            folder.Discard();
            progress?.Report(new StageProgress("check", 1));
            return stored;
        }
        catch (ModelException)
        {
            // What was published cannot be used, or what came without a published hash is broken: the next pull begins anew.
            folder.Discard();
            throw;
        }
    }

    /// <summary>Throws away what an unfinished pull left.</summary>
    /// <returns>Whether there was anything.</returns>
    /// <exception cref="ModelException"><c>model.busy</c>: it is under way.</exception>
    public bool Discard(string name)
    {
        if (!ModelStore.IsName(name) || PullFolder.Received(_store, name) == 0)
        {
            return false;
        }

        using var folder = PullFolder.Take(_store, name);
        folder.Discard();
        return true;
    }

    /// <summary>Removes a model from the store, or what an unfinished pull of that name left.</summary>
    /// <exception cref="ModelException"><c>model.unknown</c> or <c>model.busy</c>.</exception>
    public void Remove(string name)
    {
        if (!Discard(name))
        {
            _store.Remove(name);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_source.IsValueCreated)
        {
            (_source.Value as IDisposable)?.Dispose();
        }
    }

    private IModelSource Source(string? mirror, PullPatience patience, TimeProvider time, ILogger logger)
    {
        if (string.IsNullOrWhiteSpace(mirror))
        {
            return new HttpSource(Available.At, null, patience, time, logger);
        }

        if (Uri.TryCreate(mirror, UriKind.Absolute, out var address) && !address.IsFile)
        {
            return address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
                ? new HttpSource(file => AvailableModels.Below(new Uri(address.AbsoluteUri.TrimEnd('/') + "/"), file.Path), address, patience, time, logger)
                : throw new ModelException("model.mirror", "RUYING_MODEL_MIRROR must be a folder, or begin with http:// or https:// and hold no user, query or fragment.");
        }

        return Directory.Exists(mirror)
            ? new FolderSource(Path.GetFullPath(mirror))
            : throw new ModelException("model.mirror", $"RUYING_MODEL_MIRROR names {mirror}, and there is no such folder: check the name.");
    }

    private async Task<(byte[] Card, DateTimeOffset Accepted)> AcceptAsync(AvailableModel model, PullFolder folder, bool accept, CancellationToken cancellationToken)
    {
        var card = await CardAsync(model, folder, cancellationToken).ConfigureAwait(false);
        if (folder.Accepted(card) is { } before)
        {
            return (card, before);
        }

        if (!accept)
        {
            throw new ModelLicenceException(model.Name, ModelLicence.Read(card, model.Licence));
        }

        var now = _time.GetUtcNow();
        folder.Accept(card, now);
        return (card, now);
    }

    private async Task<byte[]> CardAsync(AvailableModel model, PullFolder folder, CancellationToken cancellationToken)
    {
        await FetchAsync(model.File(AvailableFileRole.Card)!, folder, _ => { }, cancellationToken).ConfigureAwait(false);
        return await File.ReadAllBytesAsync(folder.At(AvailableFileRole.Card), cancellationToken).ConfigureAwait(false);
    }

    private async Task DownloadAsync(AvailableModel model, PullFolder folder, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        var before = 0L;
        foreach (var file in model.Files)
        {
            // Sizes that nobody published count when they are there.
            await FetchAsync(
                file,
                folder,
                bytes => progress?.Report(new StageProgress("download", Math.Min(0.999, (double)(before + bytes) / Math.Max(model.Bytes, before + bytes)))),
                cancellationToken).ConfigureAwait(false);
            before += new FileInfo(folder.At(file.Role)).Length;
        }

        progress?.Report(new StageProgress("download", 1));
    }

    private async Task FetchAsync(AvailableFile file, PullFolder folder, Action<long> received, CancellationToken cancellationToken)
    {
        var whole = folder.At(file.Role);
        if (File.Exists(whole))
        {
            return;
        }

        var part = new PartialFile(whole + ".part");
        try
        {
            if (new FileInfo(part.Path) is not { Exists: true } found || found.Length != file.Bytes)
            {
                await _source.Value.FetchAsync(file, part.Path, received, cancellationToken).ConfigureAwait(false);
            }

            await ReceivedFile.RequireAsync(file, part.Path, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelException)
        {
            part.Delete();
            throw;
        }

        part.Finish(whole);
    }

    private Task<StoredModel> ImportAsync(AvailableModel model, PullFolder folder, ModelOrigin origin, CancellationToken cancellationToken)
    {
        var network = folder.At(AvailableFileRole.Network);
        var settings = model.File(AvailableFileRole.Settings) is null ? null : folder.At(AvailableFileRole.Settings);
        var fileName = model.File(AvailableFileRole.Network)!.FileName;
        return model.Kind == StoredModel.PiperKind
            ? _store.ImportPiperAsync(network, settings, model.Name, fileName, origin, cancellationToken)
            : _store.ImportKokoroAsync(network, folder.At(AvailableFileRole.Styles), settings, model.Name, fileName, origin: origin, cancellationToken: cancellationToken);
    }
}

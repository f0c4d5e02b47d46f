using Microsoft.Extensions.Options;
using Ruying.Api.Jobs;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Api.Uploads;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;

namespace Ruying.Api.Models;

/// <summary>Models that clients send.</summary>
public sealed class ModelImports(IPipeline pipeline, UploadReader uploads, UploadUse uses, IFileStore store, KeptFiles kept, DataFolder data, TimeProvider time, IOptions<ServiceOptions> options)
{
    private const string File = "file", Config = "config", Styles = "styles", Settings = "settings";

    /// <summary>Takes a model from a multipart form (<see cref="ModelForm"/>), tries it and keeps it. Uploads that it names stay where it is refused.</summary>
    /// <param name="request">The form, not read yet.</param>
    /// <param name="admit">Called with the fields before a file is taken; throws to refuse.</param>
    /// <param name="cancellationToken">Stops before it is kept.</param>
    /// <exception cref="RequestException">What <see cref="UploadReader.ReadAsync"/> throws, what <see cref="UploadUse.TakeAsync"/> throws, <c>upload.missing</c>, <c>model.kind</c>, <c>model.exists</c>.</exception>
    /// <exception cref="ModelException">What imports of the <see cref="ModelStore"/> throw.</exception>
    public async Task<ModelResponse> ImportAsync(HttpRequest request, Func<UploadedForm, Task>? admit, CancellationToken cancellationToken)
    {
        var id = Ids.New(time);
        try
        {
            var form = await uploads.ReadAsync(request, id, File, admit, cancellationToken, options.Value.ModelLimit, [Config, Styles]);
            await using var network = await TakeAsync(form, "upload", form.File, StoreNames.Upload(id), cancellationToken);
            await using var config = await TakeAsync(form, "configUpload", form.Other(Config), StoreNames.Upload(id, Config), cancellationToken);
            await using var styles = await TakeAsync(form, "stylesUpload", form.Other(Styles), StoreNames.Upload(id, Styles), cancellationToken);
            if ((form.File ?? network?.File)?.Name is not { } name)
            {
                throw RequestException.Invalid("upload.missing", "No model was sent; choose an ONNX file.");
            }

            var path = await BringAsync(network, StoreNames.Upload(id), data.Upload(id), cancellationToken);
            var settings = form.Other(Config) is null && config is null
                ? await SettingsAsync(form, id, cancellationToken)
                : await BringAsync(config, StoreNames.Upload(id, Config), data.Upload(id, Config), cancellationToken);
            var pack = (form.Other(Styles) ?? styles?.File)?.Name is { } stylesName
                ? (await BringAsync(styles, StoreNames.Upload(id, Styles), data.Upload(id, Styles), cancellationToken), stylesName)
                : ((string Path, string Name)?)null;
            var model = await ImportAsync(form, path, name, settings, pack, cancellationToken);
            foreach (var used in new[] { network, config, styles })
            {
                await (used?.RemoveAsync() ?? Task.CompletedTask);
            }

            return ModelResponse.From(model);
        }
        catch (ModelException exception) when (exception.Code == "model.exists")
        {
            throw RequestException.Conflict(exception.Code, "There is a model of that name already; choose another name, or delete that one.");
        }
        finally
        {
            await kept.DropUploadAsync(id);
        }
    }

    private Task<StoredModel> ImportAsync(UploadedForm form, string path, string fileName, string? settings, (string Path, string Name)? styles, CancellationToken cancellationToken)
    {
        var name = form.Text("name") ?? "";
        return form.Text("kind") switch
        {
            null or StoredModel.GeneratorKind => pipeline.Models.ImportAsync(path, settings, name, fileName, cancellationToken),
            StoredModel.PiperKind when settings is not null => pipeline.Models.ImportPiperAsync(path, settings, name, fileName, cancellationToken: cancellationToken),
            StoredModel.PiperKind => throw RequestException.Invalid("upload.missing", "A Piper voice needs its NAME.onnx.json as config."),
            StoredModel.KokoroKind when styles is { } pack => pipeline.Models.ImportKokoroAsync(path, pack.Path, settings, name, fileName, pack.Name, cancellationToken: cancellationToken),
            StoredModel.KokoroKind => throw RequestException.Invalid("upload.missing", "A voice pack needs its styles."),
            _ => throw RequestException.Invalid("model.kind", $"A model's kind is {StoredModel.GeneratorKind}, {StoredModel.PiperKind} or {StoredModel.KokoroKind}."),
        };
    }

    private async Task<UsedUpload?> TakeAsync(UploadedForm form, string field, UploadedFile? sent, string name, CancellationToken cancellationToken)
    {
        var used = await uses.TakeAsync(form.Text(field), sent, name, cancellationToken);
        try
        {
            UploadReader.CheckLength(used?.File.Length ?? 1, options.Value.ModelLimit);
            return used;
        }
        catch
        {
            await used!.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where a file can be read: it came with the form, or it is an upload that the store has.</summary>
    private Task<string> BringAsync(UsedUpload? used, string name, string path, CancellationToken cancellationToken) =>
        used is null ? Task.FromResult(path) : store.BringAsync(name, path, cancellationToken);

    private async Task<string?> SettingsAsync(UploadedForm form, string id, CancellationToken cancellationToken)
    {
        if (form.Text(Settings) is not { } json)
        {
            return null;
        }

        var path = data.Upload(id, Settings);
        Directory.CreateDirectory(data.UploadFolder(id));
        await System.IO.File.WriteAllTextAsync(path, json, cancellationToken);
        return path;
    }
}

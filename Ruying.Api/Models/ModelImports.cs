using Microsoft.Extensions.Options;
using Ruying.Api.Jobs;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;

namespace Ruying.Api.Models;

/// <summary>Models that clients send.</summary>
public sealed class ModelImports(IPipeline pipeline, UploadReader uploads, DataFolder data, TimeProvider time, IOptions<ServiceOptions> options)
{
    private const string File = "file", Config = "config", Styles = "styles", Settings = "settings";

    /// <summary>Takes a model from a multipart form (<see cref="ModelForm"/>), tries it and keeps it.</summary>
    /// <exception cref="RequestException">What <see cref="UploadReader.ReadAsync"/> throws, <c>upload.missing</c>, <c>model.kind</c>, <c>model.exists</c>.</exception>
    /// <exception cref="ModelException">What imports of the <see cref="ModelStore"/> throw.</exception>
    public async Task<ModelResponse> ImportAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var id = Ids.New(time);
        try
        {
            var form = await uploads.ReadAsync(request, id, File, check: null, cancellationToken, options.Value.ModelLimit, [Config, Styles]);
            var file = form.File ?? throw RequestException.Invalid("upload.missing", "No model was sent; choose an ONNX file.");
            return ModelResponse.From(await ImportAsync(form, id, file.Name, await SettingsAsync(form, id, cancellationToken), cancellationToken));
        }
        catch (ModelException exception) when (exception.Code == "model.exists")
        {
            throw RequestException.Conflict(exception.Code, "There is a model of that name already; choose another name, or delete that one.");
        }
        finally
        {
            data.RemoveUpload(id);
        }
    }

    private Task<StoredModel> ImportAsync(UploadedForm form, string id, string fileName, string? settings, CancellationToken cancellationToken)
    {
        var (path, name) = (data.Upload(id), form.Text("name") ?? "");
        return form.Text("kind") switch
        {
            null or StoredModel.GeneratorKind => pipeline.Models.ImportAsync(path, settings, name, fileName, cancellationToken),
            StoredModel.PiperKind when settings is not null => pipeline.Models.ImportPiperAsync(path, settings, name, fileName, cancellationToken: cancellationToken),
            StoredModel.PiperKind => throw RequestException.Invalid("upload.missing", "A Piper voice needs its NAME.onnx.json as config."),
            StoredModel.KokoroKind when form.Other(Styles) is { } styles => pipeline.Models.ImportKokoroAsync(
                path, data.Upload(id, Styles), settings, name, fileName, styles.Name, cancellationToken: cancellationToken),
            StoredModel.KokoroKind => throw RequestException.Invalid("upload.missing", "A voice pack needs its styles."),
            _ => throw RequestException.Invalid("model.kind", $"A model's kind is {StoredModel.GeneratorKind}, {StoredModel.PiperKind} or {StoredModel.KokoroKind}."),
        };
    }

    private async Task<string?> SettingsAsync(UploadedForm form, string id, CancellationToken cancellationToken)
    {
        if (form.Other(Config) is not null)
        {
            return data.Upload(id, Config);
        }

        if (form.Text(Settings) is not { } json)
        {
            return null;
        }

        var path = data.Upload(id, Settings);
        await System.IO.File.WriteAllTextAsync(path, json, cancellationToken);
        return path;
    }
}

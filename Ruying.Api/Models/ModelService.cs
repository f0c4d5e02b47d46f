using Microsoft.Extensions.Options;
using Ruying.Api.Jobs;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;

namespace Ruying.Api.Models;

/// <summary>What clients may do with models of others.</summary>
public sealed class ModelService(IPipeline pipeline, UploadReader uploads, DataFolder data, TimeProvider time, IOptions<ServiceOptions> options)
{
    /// <summary>Models by name.</summary>
    public IReadOnlyList<ModelResponse> List() => [.. pipeline.Models.List().Select(ModelResponse.From)];

    /// <exception cref="RequestException"><c>model.unknown</c>.</exception>
    public ModelResponse Get(string name) => ModelResponse.From(ModelRules.Find(pipeline.Models, name));

    /// <summary>Takes a model (<c>file</c>), <c>name</c> and <c>settings</c> from a multipart form, tries it and keeps it.</summary>
    /// <exception cref="RequestException">What <see cref="UploadReader.ReadAsync"/> throws, <c>upload.missing</c>, <c>model.exists</c>.</exception>
    /// <exception cref="ModelException">What <see cref="ModelStore.ImportAsync"/> throws.</exception>
    public async Task<ModelResponse> ImportAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var id = Ids.New(time);
        try
        {
            var form = await uploads.ReadAsync(request, id, "file", check: null, cancellationToken, options.Value.ModelLimit);
            var file = form.File ?? throw RequestException.Invalid("upload.missing", "No model was sent; choose an ONNX file.");
            string? settings = null;
            if (form.Text("settings") is { } json)
            {
                settings = data.Upload(id) + ".json";
                await File.WriteAllTextAsync(settings, json, cancellationToken);
            }

            return ModelResponse.From(await pipeline.Models.ImportAsync(data.Upload(id), settings, form.Text("name") ?? "", file.Name, cancellationToken));
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

    /// <exception cref="RequestException"><c>model.unknown</c>.</exception>
    public void Remove(string name)
    {
        ModelRules.Find(pipeline.Models, name);
        pipeline.Models.Remove(name);
    }
}

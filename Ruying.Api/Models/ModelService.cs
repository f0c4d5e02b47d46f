using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Models.Pulling;

namespace Ruying.Api.Models;

/// <summary>What clients may do with models of others.</summary>
public sealed class ModelService(IPipeline pipeline, JobStore jobs, JobDispatcher dispatcher, TimeProvider time)
{
    /// <summary>Models of the store, by name.</summary>
    public IReadOnlyList<ModelResponse> List() => [.. pipeline.Models.List().Select(model => ModelResponse.From(model))];

    /// <exception cref="RequestException"><c>model.unknown</c>.</exception>
    public ModelResponse Get(string name)
    {
        var model = ModelRules.Find(pipeline.Models, name);
        return ModelResponse.From(model, pipeline.Models.ReadCard(model));
    }

    /// <summary>What can be pulled.</summary>
    /// <param name="language">Only what speaks it; null takes all.</param>
    public IReadOnlyList<AvailableModelResponse> ListAvailable(string? language)
    {
        var stored = pipeline.Models.List().Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. pipeline.Puller.Available.Models
                .Where(model => string.IsNullOrWhiteSpace(language) || model.Speaks(language))
                .Select(model => AvailableModelResponse.From(model, stored.Contains(model.Name))),
        ];
    }

    /// <summary>Fetches the model's card, and begins to fetch the rest if its licence is accepted.</summary>
    /// <exception cref="RequestException"><c>model.unknown</c>, <c>model.exists</c> or <c>model.busy</c>.</exception>
    /// <exception cref="ModelLicenceException">It is not accepted.</exception>
    public async Task<CreatedResponse> PullAsync(string name, bool acceptLicence, CancellationToken cancellationToken)
    {
        var model = pipeline.Puller.Available.Models.FirstOrDefault(m => m.Name == name)
            ?? throw RequestException.NotFound("model.unknown", "No such model can be pulled; choose one of the list of those that can.");
        try
        {
            if (await jobs.IsUnderWayAsync(model.Name, cancellationToken))
            {
                throw RequestException.Conflict("model.busy", "The model is being pulled already; its job says how far it has come.");
            }

            await pipeline.Puller.AcceptAsync(model.Name, acceptLicence, cancellationToken);
        }
        catch (ModelException exception) when (exception.Code is "model.exists" or "model.busy")
        {
            throw RequestException.Conflict(exception.Code, exception.Message);
        }

        var job = new JobRow { Id = Ids.New(time), Kind = JobKind.Model, SubjectId = model.Name, CreatedAt = time.GetUtcNow() };
        await jobs.AddAsync(job, cancellationToken);
        dispatcher.Enqueue(job);
        return new CreatedResponse(model.Name, job.Id);
    }

    /// <summary>Compares models with their recorded SHA-256: one, or all that ship and all of the store.</summary>
    /// <exception cref="RequestException"><c>model.unknown</c>.</exception>
    public async Task<IReadOnlyList<ModelCheck>> VerifyAsync(string? name, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.Verifier.VerifyAsync(name, cancellationToken);
        }
        catch (ModelException exception) when (exception.Code == "model.unknown")
        {
            throw RequestException.NotFound(exception.Code, "There is no such model; choose one of the list.");
        }
    }

    /// <summary>Removes a model, or what a pull that failed left.</summary>
    /// <exception cref="RequestException"><c>model.unknown</c>, or <c>model.busy</c> while it is being pulled.</exception>
    public void Remove(string name)
    {
        try
        {
            pipeline.Puller.Remove(name);
        }
        catch (ModelException exception) when (exception.Code == "model.unknown")
        {
            throw RequestException.NotFound(exception.Code, "There is no such model; choose one of the list.");
        }
        catch (ModelException exception) when (exception.Code == "model.busy")
        {
            throw RequestException.Conflict(exception.Code, "The model is being pulled; cancel its job.");
        }
    }
}

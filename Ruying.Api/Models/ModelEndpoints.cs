using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Pipeline.Models;
using Ruying.Api.Security;

namespace Ruying.Api.Models;

internal static class ModelEndpoints
{
    public static void MapModelsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/models").WithTags("Models");
        group.MapGet("/", (ModelService models) => TypedResults.Ok(models.List())).WithName("ListModels").WithSummary("Models that were imported or pulled, by name");
        group.MapGet("/{name}", (string name, ModelService models) => TypedResults.Ok(models.Get(name))).WithName("GetModel").WithSummary("A model, with the card of one that was pulled")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/", ImportAsync).WithName("ImportModel").WithMetadata(new AdminOnly())
            .WithSummary("Takes a generator or a voice as a multipart form, tries it and keeps it")
            .Accepts<ModelForm>("multipart/form-data")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/{name}", Delete).WithName("DeleteModel").WithMetadata(new AdminOnly()).WithSummary("Removes a model, or what a failed pull left; what names it needs another engine or voice then")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/verify", VerifyAsync).WithName("VerifyModels").WithSummary("Compares one model, or all, with the recorded SHA-256")
            .ProducesProblem(StatusCodes.Status404NotFound);

        group.MapGet($"/{ModelStore.Available}", (string? language, ModelService models) => TypedResults.Ok(models.ListAvailable(language))).WithName("ListAvailableModels")
            .WithSummary("Models that can be pulled: all, or those that speak a language");
        group.MapPost("/{name}/pull", PullAsync).WithName("PullModel").WithMetadata(new AdminOnly())
            .WithSummary("Begins a job that fetches a model; without acceptLicence the answer is the card whose licence is to be accepted")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Created<ModelResponse>> ImportAsync(HttpRequest request, ModelImports imports, CancellationToken cancellationToken)
    {
        var model = await imports.ImportAsync(request, cancellationToken);
        return TypedResults.Created($"/api/v1/models/{model.Name}", model);
    }

    private static async Task<Accepted<CreatedResponse>> PullAsync(string name, PullRequest request, ModelService models, CancellationToken cancellationToken)
    {
        var created = await models.PullAsync(name, request.AcceptLicence, cancellationToken);
        return TypedResults.Accepted($"/api/v1/jobs/{created.JobId}", created);
    }

    private static async Task<Ok<IReadOnlyList<ModelCheck>>> VerifyAsync(string? name, ModelService models, CancellationToken cancellationToken) =>
        TypedResults.Ok(await models.VerifyAsync(name, cancellationToken));

    private static NoContent Delete(string name, ModelService models)
    {
        models.Remove(name);
        return TypedResults.NoContent();
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Audit;
using Ruying.Api.Description;
using Ruying.Api.Idempotency;
using Ruying.Api.Tags;
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
            .WithProblem(StatusCodes.Status404NotFound, "model.unknown");
        group.MapPost("/", ImportAsync).WithName("ImportModel").WithMetadata(new AdminOnly(), new IdempotentAttribute())
            .WithSummary("Takes a generator or a voice as a multipart form, tries it and keeps it")
            .Accepts<ModelForm>("multipart/form-data")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status404NotFound, "upload.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "model.exists", "upload.not_finished", "upload.in_use")
            .WithProblem(StatusCodes.Status413PayloadTooLarge, "upload.too_large", "request.field_too_large")
            .WithProblem(StatusCodes.Status415UnsupportedMediaType, "request.media_type")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "upload.missing", "upload.both", "upload.empty", "model.kind", "model.name", "model.not_onnx", "model.onnx", "model.external_data", "model.settings", "model.styles", "model.not_runnable", "model.too_large")
            .WithProblem(StatusCodes.Status507InsufficientStorage, "disk.full");
        group.MapDelete("/{name}", Delete).WithMetadata(new AdminOnly()).WithIfMatch(Shown).WithName("DeleteModel").WithSummary("Removes a model, or what a failed pull left; what names it needs another engine or voice then")
            .WithProblem(StatusCodes.Status404NotFound, "model.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "model.busy");
        group.MapPost("/verify", VerifyAsync).WithName("VerifyModels").WithMetadata(new NotAudited()).WithSummary("Compares one model, or all, with the recorded SHA-256")
            .WithProblem(StatusCodes.Status404NotFound, "model.unknown");

        group.MapGet($"/{ModelStore.Available}", (string? language, ModelService models) => TypedResults.Ok(models.ListAvailable(language))).WithName("ListAvailableModels")
            .WithSummary("Models that can be pulled: all, or those that speak a language");
        group.MapPost("/{name}/pull", PullAsync).WithName("PullModel").WithMetadata(new AdminOnly(), new IdempotentAttribute())
            .WithSummary("Begins a job that fetches a model; without acceptLicence the answer is the card whose licence is to be accepted")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status404NotFound, "model.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "model.exists", "model.busy")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "model.licence", "model.redirect", "model.mirror", "model.catalog")
            .WithProblem(StatusCodes.Status503ServiceUnavailable, "model.download_failed");
    }

    private static async Task<Created<ModelResponse>> ImportAsync(HttpRequest request, ModelImports imports, CancellationToken cancellationToken)
    {
        var model = await imports.ImportAsync(request, admit: null, cancellationToken);
        return TypedResults.Created($"/api/v1/models/{model.Name}", model);
    }

    private static async Task<Accepted<CreatedResponse>> PullAsync(string name, PullRequest request, ModelService models, CancellationToken cancellationToken)
    {
        var created = await models.PullAsync(name, request.AcceptLicence, cancellationToken);
        return TypedResults.Accepted($"/api/v1/jobs/{created.JobId}", created);
    }

    private static async Task<Ok<IReadOnlyList<ModelCheck>>> VerifyAsync(string? name, ModelService models, CancellationToken cancellationToken) =>
        TypedResults.Ok(await models.VerifyAsync(name, cancellationToken));

    private static Task<object> Shown(HttpContext context) =>
        Task.FromResult<object>(context.RequestServices.GetRequiredService<ModelService>().Get(context.GetRouteValue("name")!.ToString()!));

    private static NoContent Delete(string name, ModelService models)
    {
        models.Remove(name);
        return TypedResults.NoContent();
    }
}

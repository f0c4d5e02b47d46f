using Microsoft.AspNetCore.Http.HttpResults;

namespace Ruying.Api.Models;

internal static class ModelEndpoints
{
    public static void MapModelsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/models").WithTags("Models");
        group.MapGet("/", (ModelService models) => TypedResults.Ok(models.List())).WithName("ListModels").WithSummary("Imported models, by name");
        group.MapGet("/{name}", (string name, ModelService models) => TypedResults.Ok(models.Get(name))).WithName("GetModel").WithSummary("A model")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/", ImportAsync).WithName("ImportModel")
            .WithSummary("Takes a Wav2Lip-format generator as a multipart form (file, name, settings), tries it and keeps it")
            .Accepts<ModelForm>("multipart/form-data")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/{name}", Delete).WithName("DeleteModel").WithSummary("Removes a model; what names it needs another engine then")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Created<ModelResponse>> ImportAsync(HttpRequest request, ModelService models, CancellationToken cancellationToken)
    {
        var model = await models.ImportAsync(request, cancellationToken);
        return TypedResults.Created($"/api/v1/models/{model.Name}", model);
    }

    private static NoContent Delete(string name, ModelService models)
    {
        models.Remove(name);
        return TypedResults.NoContent();
    }
}

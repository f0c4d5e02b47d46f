using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Uploads.Tus;

namespace Ruying.Api.Uploads;

internal static class UploadEndpoints
{
    public static void MapUploadsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/uploads").WithTags("Uploads");
        group.MapPost("/", CreateAsync).WithName("CreateUpload")
            .WithSummary("Takes a file as a multipart form (file), for an avatar or a video to be made of it")
            .Accepts<UploadFileForm>("multipart/form-data")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("/", ListAsync).WithName("ListUploads").WithSummary("Uploads that nothing was made of yet, the newest first");
        group.MapGet("/{id}", GetAsync).WithName("GetUpload").WithSummary("An upload that nothing was made of yet")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("/{id}", DeleteAsync).WithName("DeleteUpload").WithSummary("Deletes an upload, finished or not")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status423Locked);
        group.MapTusApi();
    }

    private static async Task<Created<UploadResponse>> CreateAsync(HttpRequest request, UploadService uploads, CancellationToken cancellationToken)
    {
        var created = await uploads.CreateAsync(request, cancellationToken);
        return TypedResults.Created($"/api/v1/uploads/{created.Id}", created);
    }

    private static async Task<Ok<ListPage<UploadResponse>>> ListAsync(UploadService uploads, int? limit, string? before, CancellationToken cancellationToken) =>
        TypedResults.Ok(await uploads.ListAsync(limit, before, cancellationToken));

    private static async Task<Ok<UploadResponse>> GetAsync(string id, UploadService uploads, CancellationToken cancellationToken) =>
        TypedResults.Ok(await uploads.GetAsync(id, cancellationToken));

    private static async Task<NoContent> DeleteAsync(string id, UploadService uploads, CancellationToken cancellationToken)
    {
        await uploads.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }
}

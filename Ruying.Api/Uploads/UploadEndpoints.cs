using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Description;
using Ruying.Api.Idempotency;
using Ruying.Api.Uploads.Tus;

namespace Ruying.Api.Uploads;

internal static class UploadEndpoints
{
    public static void MapUploadsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/uploads").WithTags("Uploads");
        group.MapPost("/", CreateAsync).WithName("CreateUpload").WithMetadata(new IdempotentAttribute())
            .WithSummary("Takes a file as a multipart form (file), for an avatar or a video to be made of it")
            .Accepts<UploadFileForm>("multipart/form-data")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status413PayloadTooLarge, "upload.too_large", "upload.quota", "request.field_too_large")
            .WithProblem(StatusCodes.Status415UnsupportedMediaType, "request.media_type")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "upload.missing", "upload.empty")
            .WithProblem(StatusCodes.Status507InsufficientStorage, "disk.full");
        group.MapGet("/", ListAsync).WithName("ListUploads").WithSummary("Uploads that nothing was made of yet, the newest first")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed");
        group.MapGet("/{id}", GetAsync).WithName("GetUpload").WithSummary("An upload that nothing was made of yet")
            .WithProblem(StatusCodes.Status404NotFound, "upload.unknown");
        group.MapDelete("/{id}", DeleteAsync).WithName("DeleteUpload").WithSummary("Deletes an upload, finished or not")
            .WithProblem(StatusCodes.Status404NotFound, "upload.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "upload.in_use")
            .WithProblem(StatusCodes.Status423Locked, "upload.locked");
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

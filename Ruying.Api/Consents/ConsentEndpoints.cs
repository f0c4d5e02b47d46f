using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Description;
using Ruying.Api.Idempotency;

namespace Ruying.Api.Consents;

internal static class ConsentEndpoints
{
    public static void MapConsentsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/avatars/{id}/consent").WithTags("Consent");
        group.MapGet("/", GetAsync).WithName("GetConsent").WithSummary("Who agreed to an avatar, when and to which words; also after the avatar was deleted")
            .WithProblem(StatusCodes.Status404NotFound, "consent.none");
        group.MapPost("/", RecordAsync).WithName("RecordConsent").WithMetadata(new IdempotentAttribute())
            .WithSummary("Records a consent where none was, or where the last was taken back")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status404NotFound, "avatar.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "consent.given")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "consent.missing", "consent.too_long", "consent.date");
        group.MapPost("/revoke", RevokeAsync).WithName("RevokeConsent")
            .WithSummary("Takes a consent back: jobs are cancelled, nothing more is rendered; deletes the avatar and its videos if asked to")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status404NotFound, "avatar.unknown", "consent.none")
            .WithProblem(StatusCodes.Status409Conflict, "consent.revoked", "avatar.busy")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "consent.too_long");
    }

    private static async Task<Ok<ConsentResponse>> GetAsync(string id, ConsentService consents, CancellationToken cancellationToken) =>
        TypedResults.Ok(await consents.GetAsync(id, cancellationToken));

    private static async Task<Created<ConsentResponse>> RecordAsync(string id, ConsentRequest request, HttpContext context, ConsentService consents, CancellationToken cancellationToken) =>
        TypedResults.Created($"/api/v1/avatars/{id}/consent", await consents.RecordAsync(id, request, context.User.Identity?.Name ?? "", cancellationToken));

    private static async Task<Ok<ConsentResponse>> RevokeAsync(string id, RevokeRequest request, HttpContext context, ConsentService consents, CancellationToken cancellationToken) =>
        TypedResults.Ok(await consents.RevokeAsync(id, request, context.User.Identity?.Name ?? "", cancellationToken));
}

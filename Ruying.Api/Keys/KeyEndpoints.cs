using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Description;
using Ruying.Api.Idempotency;
using Ruying.Api.Security;

namespace Ruying.Api.Keys;

internal static class KeyEndpoints
{
    public static void MapKeysApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/keys").WithTags("Keys").WithMetadata(new AdminOnly());
        group.MapGet("/", ListAsync).WithName("ListKeys").WithSummary("Keys, the newest first; needs an admin key");
        group.MapPost("/", CreateAsync).WithName("CreateKey").WithMetadata(new IdempotentAttribute { HoldsSecret = true }).WithSummary("Makes a key and tells it once; needs an admin key")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "key.name", "key.owner", "key.scope", "key.lifetime");
        group.MapDelete("/{id}", RevokeAsync).WithName("RevokeKey").WithSummary("Revokes a key at once; needs an admin key")
            .WithProblem(StatusCodes.Status404NotFound, "key.unknown");
    }

    private static async Task<Ok<IReadOnlyList<KeyResponse>>> ListAsync(KeyService keys, CancellationToken cancellationToken) => TypedResults.Ok(await keys.ListAsync(cancellationToken));

    private static async Task<Created<CreatedKey>> CreateAsync(CreateKeyRequest request, HttpContext context, KeyService keys, CancellationToken cancellationToken)
    {
        var created = await keys.CreateAsync(request, context, cancellationToken);
        return TypedResults.Created($"/api/v1/keys/{created.Details.Id}", created);
    }

    private static async Task<NoContent> RevokeAsync(string id, KeyService keys, CancellationToken cancellationToken)
    {
        await keys.RevokeAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }
}

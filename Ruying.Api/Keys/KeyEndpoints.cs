using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Audit;
using Ruying.Api.Description;
using Ruying.Api.Problems;
using Ruying.Api.Security;

namespace Ruying.Api.Keys;

internal static class KeyEndpoints
{
    public static void MapKeysApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/keys").WithTags("Keys").WithMetadata(new AdminOnly());
        group.MapGet("/", ListAsync).WithName("ListKeys").WithSummary("Keys, the newest first; needs an admin key");
        group.MapPost("/", CreateAsync).WithName("CreateKey").WithSummary("Makes a key and tells it once; needs an admin key")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "key.name", "key.owner", "key.scope", "key.lifetime");
        group.MapDelete("/{id}", RevokeAsync).WithName("RevokeKey").WithSummary("Revokes a key at once; needs an admin key")
            .WithProblem(StatusCodes.Status404NotFound, "key.unknown");
    }

    private static async Task<Ok<IReadOnlyList<KeyResponse>>> ListAsync(KeyStore keys, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<KeyResponse>>([.. (await keys.ListAsync(cancellationToken)).Select(KeyResponse.From)]);

    private static async Task<Created<CreatedKey>> CreateAsync(CreateKeyRequest request, HttpContext context, KeyStore keys, CancellationToken cancellationToken)
    {
        var lifetime = request.Days is { } days ? TimeSpan.FromDays(Math.Clamp(days, -1, 36_500)) : (TimeSpan?)null;
        var (row, key) = await keys.CreateAsync(request.Name, request.Owner ?? KeyStore.LocalOwner, KeyScopeNames.Parse(request.Scopes), lifetime, cancellationToken);
        context.Concerns($"keys/{row.Id} of {row.OwnerId}: {row.Scopes}");
        return TypedResults.Created($"/api/v1/keys/{row.Id}", new CreatedKey(key, KeyResponse.From(row)));
    }

    private static async Task<NoContent> RevokeAsync(string id, KeyStore keys, CancellationToken cancellationToken) =>
        await keys.RevokeAsync(id, cancellationToken)
            ? TypedResults.NoContent()
            : throw RequestException.NotFound("key.unknown", "There is no such key.");
}

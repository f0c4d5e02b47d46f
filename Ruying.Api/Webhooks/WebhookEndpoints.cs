using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Data;
using Ruying.Api.Description;
using Ruying.Api.Idempotency;
using Ruying.Api.Tags;

namespace Ruying.Api.Webhooks;

internal static class WebhookEndpoints
{
    public static void MapWebhooksApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/webhooks").WithTags("Webhooks");
        group.MapPost("/", CreateAsync).WithName("CreateWebhook").WithMetadata(new IdempotentAttribute())
            .WithSummary("Keeps an address that is told when avatars and videos are ready or have failed; the answer has the secret, once")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status409Conflict, "webhook.too_many")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "webhook.url", "webhook.address", "webhook.event");
        group.MapGet("/", ListAsync).WithName("ListWebhooks").WithSummary("Webhooks, the oldest first");
        group.MapGet("/{id}", GetAsync).WithName("GetWebhook").WithSummary("A webhook, without its secret")
            .WithProblem(StatusCodes.Status404NotFound, "webhook.unknown");
        group.MapDelete("/{id}", DeleteAsync).WithIfMatch(ShownAsync).WithName("DeleteWebhook").WithSummary("Deletes a webhook and its log")
            .WithProblem(StatusCodes.Status404NotFound, "webhook.unknown");
        group.MapGet("/{id}/deliveries", DeliveriesAsync).WithName("ListDeliveries")
            .WithSummary("A webhook's messages of the last 30 days, the newest first; of one state if asked for")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status404NotFound, "webhook.unknown");
        group.MapPost("/{id}/deliveries/{deliveryId}/replay", ReplayAsync).WithName("ReplayDelivery").WithMetadata(new IdempotentAttribute())
            .WithSummary("Sends a message once more")
            .WithProblem(StatusCodes.Status404NotFound, "webhook.unknown", "delivery.unknown");
    }

    private static async Task<Created<WebhookResponse>> CreateAsync(CreateWebhookRequest request, WebhookService webhooks, CancellationToken cancellationToken)
    {
        var webhook = await webhooks.CreateAsync(request, cancellationToken);
        return TypedResults.Created($"/api/v1/webhooks/{webhook.Id}", webhook);
    }

    private static async Task<Ok<IReadOnlyList<WebhookResponse>>> ListAsync(WebhookService webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok(await webhooks.ListAsync(cancellationToken));

    private static async Task<Ok<WebhookResponse>> GetAsync(string id, WebhookService webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok(await webhooks.GetAsync(id, cancellationToken));

    private static async Task<NoContent> DeleteAsync(string id, WebhookService webhooks, CancellationToken cancellationToken)
    {
        await webhooks.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ListPage<DeliveryResponse>>> DeliveriesAsync(
        string id, WebhookService webhooks, string? state, int? limit, string? before, CancellationToken cancellationToken) =>
        TypedResults.Ok(await webhooks.ListDeliveriesAsync(id, Choices.Parse<DeliveryState>(state), limit, before, cancellationToken));

    private static async Task<Accepted<DeliveryResponse>> ReplayAsync(string id, string deliveryId, WebhookService webhooks, CancellationToken cancellationToken) =>
        TypedResults.Accepted($"/api/v1/webhooks/{id}/deliveries", await webhooks.ReplayAsync(id, deliveryId, cancellationToken));

    private static async Task<object> ShownAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<WebhookService>().GetAsync(context.GetRouteValue("id")!.ToString()!, context.RequestAborted);
}

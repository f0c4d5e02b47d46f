using System.Text.Json;
using Microsoft.Extensions.Options;
using Ruying.Api.Problems;

namespace Ruying.Api.Tags;

/// <summary>Endpoints that change something keep to what the client has seen (If-Match).</summary>
internal static class TagConventions
{
    /// <summary>Refuses with 412 unless If-Match, where it is sent, names the tag that a GET would give now.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="current">What the GET answers.</param>
    public static RouteHandlerBuilder WithIfMatch(this RouteHandlerBuilder builder, Func<HttpContext, Task<object>> current) =>
        builder.WithIfMatchTag(async context =>
        {
            var options = context.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
            var value = await current(context);
            return EntityTags.Of(JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), options));
        });

    /// <summary>The same for what a GET answers with a file.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="path">The file; null when there is none.</param>
    public static RouteHandlerBuilder WithIfMatchFile(this RouteHandlerBuilder builder, Func<HttpContext, string?> path) =>
        builder.WithIfMatchTag(context => Task.FromResult(path(context) is { } file ? EntityTags.OfFile(file).Tag.ToString().Trim('"') : null));

    /// <summary>What is said when it does not.</summary>
    public static RequestException Changed() =>
        new(StatusCodes.Status412PreconditionFailed, "request.precondition_failed", "It has changed since you read it; read it again.");

    private static RouteHandlerBuilder WithIfMatchTag(this RouteHandlerBuilder builder, Func<HttpContext, Task<string?>> tag) =>
        builder.WithMetadata(new IfMatchAttribute()).AddEndpointFilter(async (context, next) =>
        {
            var sent = context.HttpContext.Request.Headers.IfMatch;
            if (sent.Count > 0 && (await tag(context.HttpContext) is not { } now || !EntityTags.Names(sent, now, weakly: false)))
            {
                throw Changed();
            }

            return await next(context);
        });
}

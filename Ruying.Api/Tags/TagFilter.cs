using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Ruying.Api.Tags;

/// <summary>Gives every JSON answer to a GET its ETag, and 304 to who has it already (If-None-Match).</summary>
internal sealed class TagFilter(IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var http = context.HttpContext;
        if (!HttpMethods.IsGet(http.Request.Method)
            || result is not IValueHttpResult { Value: { } value } || result is not IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK })
        {
            return result;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json.Value.SerializerOptions);
        var tag = EntityTags.Of(body);
        http.Response.Headers.ETag = $"\"{tag}\"";
        return EntityTags.Names(http.Request.Headers.IfNoneMatch, tag, weakly: true)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(body, "application/json; charset=utf-8");
    }
}

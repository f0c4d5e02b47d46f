using Microsoft.AspNetCore.Http.Extensions;
using Ruying.Api.Idempotency;

namespace Ruying.Api.Audit;

/// <summary>
/// Notes every request that changed something, whatever endpoint or page took it, before its answer leaves: nobody is told that something
/// was done of which the log does not know.
/// </summary>
internal sealed class AuditTrail(RequestDelegate next, AuditLog log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
            || context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<NotAudited>() is not null)
        {
            await next(context);
            return;
        }

        // Looked at before the pages for errors put another in its place.
        var (name, address) = (NameOf(endpoint, request), request.Path + request.QueryString.ToUriComponent());
        var isNoted = false;
        context.Response.OnStarting(NoteAsync);
        await next(context);

        // An answer to a client that has gone is never started.
        await NoteAsync();

        async Task NoteAsync()
        {
            var response = context.Response;
            if (isNoted || response.StatusCode >= StatusCodes.Status400BadRequest || response.Headers.ContainsKey(IdempotencyGuard.ReplayedHeader))
            {
                return;
            }

            isNoted = true;
            var made = response.StatusCode == StatusCodes.Status201Created ? response.Headers.Location.ToString() : null;
            await log.WriteAsync(context, name, AuditSubject.Of(context) ?? made ?? address, CancellationToken.None);
        }
    }

    private static string NameOf(Endpoint endpoint, HttpRequest request) =>
        endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? $"{request.Method} {(endpoint as RouteEndpoint)?.RoutePattern.RawText ?? request.GetEncodedPathAndQuery()}";
}

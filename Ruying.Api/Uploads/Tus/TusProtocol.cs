using Ruying.Api.Problems;

namespace Ruying.Api.Uploads.Tus;

/// <summary>What holds for every request of the tus protocol, before anything else looks at it.</summary>
internal sealed class TusProtocol(RequestDelegate next)
{
    /// <summary>Where the protocol is spoken.</summary>
    public const string Address = "/api/v1/uploads/tus";

    public const string Version = "1.0.0";
    public const string VersionHeader = "Tus-Resumable";
    public const string VersionsHeader = "Tus-Version";

    private const string MethodOverride = "X-HTTP-Method-Override";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(Address, StringComparison.Ordinal))
        {
            return next(context);
        }

        context.Response.OnStarting(() =>
        {
            context.Response.Headers[VersionHeader] = Version;
            return Task.CompletedTask;
        });

        // Before the guards, which go by the method.
        if (request.Headers[MethodOverride].ToString() is { Length: > 0 } method)
        {
            request.Method = method.ToUpperInvariant();
        }

        return HttpMethods.IsOptions(request.Method) || request.Headers[VersionHeader] == Version
            ? next(context)
            : throw new RequestException(StatusCodes.Status412PreconditionFailed, "tus.version", $"Send {VersionHeader}: {Version}; no other version of the protocol is spoken here.")
            {
                Header = (VersionsHeader, Version),
            };
    }
}

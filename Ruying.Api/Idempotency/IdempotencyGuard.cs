using System.IO.Pipelines;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Security;

namespace Ruying.Api.Idempotency;

/// <summary>
/// Makes what an endpoint makes once for each <c>Idempotency-Key</c>: the same request again gets the first answer again.
/// A step of the pipeline and no endpoint filter, because those run after a body has been read. Answers that made nothing
/// (errors) are not kept: the client may mend what was wrong and send the key again.
/// </summary>
internal sealed class IdempotencyGuard(RequestDelegate next, IdempotencyStore store, IDataProtectionProvider protection, IOptions<ServiceOptions> options)
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotent-Replayed";
    private const int KeyLimit = 255;

    /// <summary>Room for a form's other fields and its boundaries, beside the file.</summary>
    private const long FormRoom = 4 << 20;

    private readonly IDataProtector _protector = protection.CreateProtector("Ruying.Idempotency");

    public async Task InvokeAsync(HttpContext context)
    {
        var sent = context.Request.Headers[Header];
        if (sent.Count == 0 || context.GetEndpoint()?.Metadata.GetMetadata<IdempotentAttribute>() is null)
        {
            await next(context);
            return;
        }

        var key = sent.ToString();
        if (key.Length is 0 or > KeyLimit || key.Any(c => c is < '!' or > '~'))
        {
            throw RequestException.Malformed($"An {Header} has 1 to {KeyLimit} visible ASCII characters.");
        }

        var id = IdOf(context, key);
        if (await store.TryTakeAsync(id, context.RequestAborted) is not { } earlier)
        {
            await RunAsync(context, id);
        }
        else if (earlier.Status is null)
        {
            throw RequestException.Conflict("request.idempotency_running", "The first request with this key is still running; ask again in a moment.");
        }
        else
        {
            await RepeatAsync(context, earlier);
        }
    }

    private static bool HoldsSecret(HttpContext context) => context.GetEndpoint()!.Metadata.GetMetadata<IdempotentAttribute>()!.HoldsSecret;

    /// <summary>A key is its owner's alone.</summary>
    private static string IdOf(HttpContext context, string key) => $"{Caller.Owner(context.User)}\n{key}";

    private async Task RunAsync(HttpContext context, string id)
    {
        var (request, response) = (context.Request, context.Response);
        var (body, answer) = (request.Body, response.Body);
        using var written = new MemoryStream();
        var pipe = new Pipe();
        request.Body = new TeeStream(body, pipe.Writer);
        response.Body = written;
        var isKept = false;
        try
        {
            var fingerprint = FingerprintAsync(request, pipe.Reader);
            try
            {
                await next(context);
            }
            finally
            {
                await pipe.Writer.CompleteAsync();
                await ((Task)fingerprint).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (response.StatusCode < StatusCodes.Status400BadRequest)
            {
                await store.KeepAsync(
                    new IdempotencyRow
                    {
                        Id = id,
                        Fingerprint = await fingerprint,
                        Status = response.StatusCode,
                        ContentType = response.ContentType,
                        Location = response.Headers.Location,
                        Body = HoldsSecret(context) ? _protector.Protect(written.ToArray()) : written.ToArray(),
                    },
                    CancellationToken.None);
                isKept = true;
            }
        }
        finally
        {
            (request.Body, response.Body) = (body, answer);
            if (!isKept)
            {
                await store.ReleaseAsync(id, CancellationToken.None);
            }
        }

        written.Position = 0;
        await written.CopyToAsync(answer, context.RequestAborted);
    }

    private async Task RepeatAsync(HttpContext context, IdempotencyRow earlier)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = Math.Max(options.Value.UploadLimit, options.Value.ModelLimit) + FormRoom;
        }

        string fingerprint;
        try
        {
            fingerprint = await RequestFingerprint.ComputeAsync(context.Request, context.Request.Body, context.RequestAborted);
        }
        catch (Exception exception) when (exception is IOException and not BadHttpRequestException or InvalidDataException)
        {
            throw RequestException.Malformed("The form could not be read: " + exception.Message);
        }

        if (fingerprint != earlier.Fingerprint)
        {
            throw RequestException.Invalid("request.idempotency_mismatch", "This key was sent with another request; take a new key for a new request.");
        }

        var response = context.Response;
        response.StatusCode = earlier.Status!.Value;
        response.ContentType = earlier.ContentType;
        response.Headers.Location = earlier.Location;
        response.Headers[ReplayedHeader] = "true";
        await response.Body.WriteAsync(HoldsSecret(context) ? _protector.Unprotect(earlier.Body!) : earlier.Body, context.RequestAborted);
    }

    private static async Task<string> FingerprintAsync(HttpRequest request, PipeReader body)
    {
        try
        {
            return await RequestFingerprint.ComputeAsync(request, body.AsStream(leaveOpen: true), CancellationToken.None);
        }
        finally
        {
            // Who reads the request must not wait for a reader that has given up.
            await body.CompleteAsync();
        }
    }
}

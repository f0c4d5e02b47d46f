using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Ruying.Api.Audit;
using Ruying.Api.Description;
using Ruying.Api.Idempotency;
using Ruying.Api.Problems;
using Ruying.Api.Security;

namespace Ruying.Api.Uploads.Tus;

/// <summary>The tus protocol 1.0.0 with creation, creation-with-upload, termination, checksum and expiration: <c>docs/uploads.md</c> has its lines.</summary>
internal static class TusEndpoints
{
    private const string BytesType = "application/offset+octet-stream";
    private const string LengthHeader = "Upload-Length", DeferHeader = "Upload-Defer-Length", OffsetHeader = "Upload-Offset";
    private const string MetadataHeader = "Upload-Metadata", ChecksumHeader = "Upload-Checksum", ExpiresHeader = "Upload-Expires";

    public static void MapTusApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/tus");
        group.MapMethods("/", [HttpMethods.Options], Options).WithName("DescribeTus")
            .WithSummary("Which version, extensions and checksums of the tus protocol are spoken here, in headers")
            .Produces(StatusCodes.Status204NoContent);
        group.MapPost("/", CreateAsync).WithName("CreateTusUpload").WithMetadata(new IdempotentAttribute())
            .WithSummary("Begins an upload that can be resumed (tus); its first bytes may be the body")
            .Produces(StatusCodes.Status201Created)
            .WithProblem(StatusCodes.Status400BadRequest, "tus.length", "tus.metadata", "tus.checksum")
            .WithProblem(StatusCodes.Status412PreconditionFailed, "tus.version")
            .WithProblem(StatusCodes.Status413PayloadTooLarge, "upload.too_large", "upload.quota")
            .WithProblem(StatusCodes.Status415UnsupportedMediaType, "request.media_type")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "upload.empty")
            .WithProblem(TusChecksum.MismatchStatus, "tus.checksum_mismatch")
            .WithProblem(StatusCodes.Status507InsufficientStorage, "disk.full");
        group.MapMethods("/{id}", [HttpMethods.Head], FindAsync).WithName("FindTusUpload")
            .WithSummary("How many bytes of an upload are here, in Upload-Offset")
            .Produces(StatusCodes.Status200OK)
            .WithProblem(StatusCodes.Status404NotFound, "upload.unknown")
            .WithProblem(StatusCodes.Status410Gone, "upload.expired")
            .WithProblem(StatusCodes.Status412PreconditionFailed, "tus.version");
        group.MapPatch("/{id}", AppendAsync).WithName("AppendTusUpload").WithMetadata(new NotAudited())
            .WithSummary("Adds the body's bytes to an upload")
            .Produces(StatusCodes.Status204NoContent)
            .WithProblem(StatusCodes.Status400BadRequest, "tus.offset", "tus.checksum")
            .WithProblem(StatusCodes.Status404NotFound, "upload.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "tus.offset_mismatch")
            .WithProblem(StatusCodes.Status410Gone, "upload.expired")
            .WithProblem(StatusCodes.Status412PreconditionFailed, "tus.version")
            .WithProblem(StatusCodes.Status413PayloadTooLarge, "upload.too_large")
            .WithProblem(StatusCodes.Status415UnsupportedMediaType, "request.media_type")
            .WithProblem(StatusCodes.Status423Locked, "upload.locked")
            .WithProblem(TusChecksum.MismatchStatus, "tus.checksum_mismatch")
            .WithProblem(StatusCodes.Status507InsufficientStorage, "disk.full");
        group.MapDelete("/{id}", DeleteAsync).WithName("DeleteTusUpload")
            .WithSummary("Ends an upload, finished or not, and removes its bytes")
            .Produces(StatusCodes.Status204NoContent)
            .WithProblem(StatusCodes.Status404NotFound, "upload.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "upload.in_use")
            .WithProblem(StatusCodes.Status412PreconditionFailed, "tus.version")
            .WithProblem(StatusCodes.Status423Locked, "upload.locked");
    }

    private static IResult Options(HttpResponse response, IOptions<ServiceOptions> options)
    {
        var headers = response.Headers;
        headers[TusProtocol.VersionsHeader] = TusProtocol.Version;
        headers["Tus-Extension"] = "creation,creation-with-upload,termination,checksum,expiration";
        headers["Tus-Max-Size"] = Number(options.Value.UploadLimit);
        headers["Tus-Checksum-Algorithm"] = TusChecksum.Algorithms;
        return Results.NoContent();
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context,
        TusUploads uploads,
        UploadService all,
        UploadExpiry expiry,
        [FromHeader(Name = LengthHeader), Description("Bytes of the whole file.")] string? length,
        [FromHeader(Name = MetadataHeader), Description("Keys and values in Base64, with commas between them; filename is the file's name.")] string? metadata,
        [FromHeader(Name = ChecksumHeader), Description("The body's checksum: sha1, sha256 or md5, a space, and the checksum in Base64.")] string? checksum,
        CancellationToken cancellationToken)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.Headers.ContainsKey(DeferHeader))
        {
            throw Refused("tus.length", $"The length of an upload cannot be told later here: send {LengthHeader}.");
        }

        if (!TusNumber.TryParse(length, out var bytes))
        {
            throw Refused("tus.length", $"Send {LengthHeader} with the number of the file's bytes.");
        }

        using var proof = TusChecksum.Parse(checksum);
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true && request.ContentLength != 0;
        if (hasBody)
        {
            RequireBytes(request);
        }

        var upload = await uploads.CreateAsync(Caller.Require(context.User), bytes, metadata, cancellationToken);
        if (hasBody)
        {
            try
            {
                var stand = await ReceiveAsync(context, uploads, upload.Id, 0, proof, cancellationToken);
                response.Headers[OffsetHeader] = Number(stand.Offset);
                upload = stand.Upload;
            }
            catch
            {
                // Nobody was told its address.
                await all.DeleteAsync(upload.Id, CancellationToken.None);
                throw;
            }
        }

        TellExpiry(response, upload, expiry);
        return Results.Created($"{TusProtocol.Address}/{upload.Id}", value: null);
    }

    private static async Task<IResult> FindAsync(string id, HttpResponse response, TusUploads uploads, UploadExpiry expiry, CancellationToken cancellationToken)
    {
        var (upload, offset) = await uploads.FindAsync(id, cancellationToken);
        var headers = response.Headers;
        headers[OffsetHeader] = Number(offset);
        headers[LengthHeader] = Number(upload.Length);
        headers.CacheControl = "no-store";
        if (upload.Metadata is not null)
        {
            headers[MetadataHeader] = upload.Metadata;
        }

        TellExpiry(response, upload, expiry);
        return Results.Ok();
    }

    private static async Task<IResult> AppendAsync(
        string id,
        HttpContext context,
        TusUploads uploads,
        UploadExpiry expiry,
        [FromHeader(Name = OffsetHeader), Description("Where the body's bytes belong: how many bytes are here already.")] string? offset,
        [FromHeader(Name = ChecksumHeader), Description("The body's checksum: sha1, sha256 or md5, a space, and the checksum in Base64.")] string? checksum,
        CancellationToken cancellationToken)
    {
        var (request, response) = (context.Request, context.Response);
        RequireBytes(request);
        if (!TusNumber.TryParse(offset, out var start))
        {
            throw Refused("tus.offset", $"Send {OffsetHeader} with the number of bytes that are here already; HEAD tells it.");
        }

        using var proof = TusChecksum.Parse(checksum);
        var stand = await ReceiveAsync(context, uploads, id, start, proof, cancellationToken);
        response.Headers[OffsetHeader] = Number(stand.Offset);
        TellExpiry(response, stand.Upload, expiry);
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(string id, UploadService uploads, CancellationToken cancellationToken)
    {
        await uploads.DeleteAsync(id, cancellationToken);
        return Results.NoContent();
    }

    private static void RequireBytes(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(BytesType, StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, "request.media_type", $"Send the bytes as {BytesType}.");
        }
    }

    private static async Task<TusStand> ReceiveAsync(
        HttpContext context, TusUploads uploads, string id, long start, TusChecksum? proof, CancellationToken cancellationToken)
    {
        // What is missing of the upload is the limit, not the server's own.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        try
        {
            return await uploads.AppendAsync(id, start, context.Request.Body, context.Request.ContentLength, proof, cancellationToken);
        }
        catch (ConnectionResetException)
        {
            // What uploads that can be resumed are for: no fault, and nobody to answer.
            context.Abort();
            throw RequestException.Malformed("The connection broke.");
        }
    }

    private static void TellExpiry(HttpResponse response, Data.UploadRow upload, UploadExpiry expiry)
    {
        if (upload.FinishedAt is null && expiry.Of(upload) is { } end)
        {
            response.Headers[ExpiresHeader] = end.ToString("R", CultureInfo.InvariantCulture);
        }
    }

    private static RequestException Refused(string code, string message) => new(StatusCodes.Status400BadRequest, code, message);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

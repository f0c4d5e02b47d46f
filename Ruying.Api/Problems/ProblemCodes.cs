namespace Ruying.Api.Problems;

/// <summary>Every problem has a code, those that the framework makes too.</summary>
internal static class ProblemCodes
{
    public const string Key = "code";

    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Instance ??= ServiceSetup.RequestedPath(context.HttpContext);
        problem.Title ??= problem.Status == Uploads.Tus.TusChecksum.MismatchStatus ? "Checksum Mismatch" : null;
        problem.Type ??= problem.Status == StatusCodes.Status429TooManyRequests ? "https://www.rfc-editor.org/rfc/rfc6585#section-4" : "about:blank";
        problem.Extensions.TryAdd(Key, problem.Status switch
        {
            StatusCodes.Status404NotFound => "request.unknown_address",
            StatusCodes.Status405MethodNotAllowed => "request.method_not_allowed",
            StatusCodes.Status413PayloadTooLarge => "upload.too_large",
            StatusCodes.Status415UnsupportedMediaType => "request.media_type",
            StatusCodes.Status416RangeNotSatisfiable => "request.range",
            >= 500 => "internal",
            _ => "request.malformed",
        });
    }
}

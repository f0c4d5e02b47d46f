using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Data;
using Ruying.Api.Storage;
using Ruying.Pipeline;
using Ruying.Pipeline.Models.Pulling;

namespace Ruying.Api.Problems;

/// <summary>Exceptions of the API become problem details (RFC 9457) with our code; a page's go to the error page.</summary>
internal sealed class ProblemHandler(IProblemDetailsService problems, ILogger<ProblemHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, code, detail) = Describe(exception);
        if (status == StatusCodes.Status500InternalServerError)
        {
            logger.LogError(exception, "{Method} {Path} failed", httpContext.Request.Method, ServiceSetup.RequestedPath(httpContext));
        }

        httpContext.Response.StatusCode = status;
        if (exception is RequestException { Header: { } header })
        {
            httpContext.Response.Headers[header.Name] = header.Value;
        }

        if (code is DatabaseErrors.Unavailable or StorageException.Unavailable)
        {
            httpContext.Response.Headers.RetryAfter = "5";
        }

        if (!ServiceSetup.IsApi(httpContext))
        {
            // The error page knows who asks, and so needs the database itself.
            if (code == DatabaseErrors.Unavailable)
            {
                await httpContext.Response.WriteAsync(detail, cancellationToken);
                return true;
            }

            return false;
        }

        var problem = new ProblemDetails { Status = status, Detail = detail, Extensions = { [ProblemCodes.Key] = code } };
        if (exception is ModelLicenceException { Licence: var licence })
        {
            problem.Extensions["licence"] = licence;
        }

        if (exception is RequestException { Errors: { } errors })
        {
            problem.Extensions["errors"] = errors;
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            Exception = exception,
            ProblemDetails = problem,
        });
    }

    internal static (int Status, string Code, string Detail) Describe(Exception exception) => exception switch
    {
        RequestException request => (request.Status, request.Code, request.Message),
        StorageException { Code: StorageException.Missing } gone => (StatusCodes.Status404NotFound, gone.Code, gone.Message),
        StorageException storage => (StatusCodes.Status503ServiceUnavailable, storage.Code, storage.Message),
        EnvironmentException environment => (StatusCodes.Status503ServiceUnavailable, environment.Code, environment.Message),
        RuyingException user => (StatusCodes.Status422UnprocessableEntity, user.Code, user.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            (StatusCodes.Status413PayloadTooLarge, "upload.too_large", "The request is larger than this service takes."),
        BadHttpRequestException bad => (bad.StatusCode, "request.malformed", bad.Message),
        _ when DiskErrors.IsFull(exception) => Describe(UploadReader.DiskFull()),
        _ when DatabaseErrors.IsUnavailable(exception) =>
            (StatusCodes.Status503ServiceUnavailable, DatabaseErrors.Unavailable, "The service's database does not answer; try again in a moment."),
        _ when DatabaseErrors.IsConflict(exception) =>
            (StatusCodes.Status409Conflict, "request.conflict", "What this belongs to was changed at the same moment; look at it again and retry."),
        _ => (StatusCodes.Status500InternalServerError, "internal", "Something went wrong on our side; the service's log says more."),
    };
}

using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Problems;

namespace Ruying.Api.Pages;

/// <summary>Says in words why a page cannot be shown.</summary>
[Microsoft.AspNetCore.Authorization.AllowAnonymous]
[IgnoreAntiforgeryToken] // Shown for requests of any method.
[ResponseCache(Duration = 0, Location = ResponseCacheLocation.None, NoStore = true)]
public sealed class ErrorModel : PageModel
{
    public string Heading { get; private set; } = "";

    public string Message { get; private set; } = "";

    public void OnGet(int? status) => Show(status);

    public void OnPost(int? status) => Show(status);

    private void Show(int? status)
    {
        var exception = HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error;
        var code = status ?? StatusCodes.Status404NotFound;
        var detail = (string?)null;
        if (exception is not null)
        {
            (code, _, detail) = ProblemHandler.Describe(exception);
            Response.StatusCode = code;
        }
        else if (status is null)
        {
            Response.StatusCode = code;
        }

        (Heading, Message) = code switch
        {
            StatusCodes.Status404NotFound => ("There is nothing here", detail ?? "What this address named is not there; it may have been deleted."),
            StatusCodes.Status400BadRequest => ("That did not get through", detail ?? "The page had been open for too long. Go back, reload it and try again."),
            >= 500 => ("Something went wrong", detail ?? "That is our mistake; the service's log says more."),
            _ => ("That did not get through", detail ?? "The request was refused."),
        };
    }
}

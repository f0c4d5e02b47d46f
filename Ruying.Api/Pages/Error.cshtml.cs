using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Languages;
using Ruying.Api.Problems;

namespace Ruying.Api.Pages;

/// <summary>Says in words why a page cannot be shown.</summary>
[Microsoft.AspNetCore.Authorization.AllowAnonymous]
[IgnoreAntiforgeryToken] // Shown for requests of any method.
[ResponseCache(Duration = 0, Location = ResponseCacheLocation.None, NoStore = true)]
public sealed class ErrorModel(Phrases say) : PageModel
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
            (code, var problem, var english) = ProblemHandler.Describe(exception);
            detail = say.Problem(problem, english);
            Response.StatusCode = code;
        }
        else if (status is null)
        {
            Response.StatusCode = code;
        }

        (Heading, Message) = code switch
        {
            StatusCodes.Status404NotFound => (say["error.not_found"], detail ?? say["error.not_found_what"]),
            StatusCodes.Status400BadRequest => (say["error.refused"], detail ?? say["error.too_long_open"]),
            >= 500 => (say["error.ours"], detail ?? say["error.ours_what"]),
            _ => (say["error.refused"], detail ?? say["error.refused_what"]),
        };
    }
}

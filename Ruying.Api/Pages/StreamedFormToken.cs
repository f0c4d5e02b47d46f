using Microsoft.AspNetCore.Antiforgery;
using Ruying.Api.Problems;
using Ruying.Api.Storage;

namespace Ruying.Api.Pages;

/// <summary>Checks the token of a form that is read as it arrives: the token is its first field.</summary>
internal static class StreamedFormToken
{
    private const string Field = "__RequestVerificationToken";
    private const string Header = "RequestVerificationToken";

    /// <exception cref="RequestException">The form is not one of ours (<c>request.token</c>).</exception>
    public static async Task CheckAsync(IAntiforgery antiforgery, HttpContext context, UploadedForm form)
    {
        // Given as a header the framework does not look for it in the form.
        context.Request.Headers[Header] = form.Text(Field) ?? "absent";
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            throw new RequestException(StatusCodes.Status400BadRequest, "request.token", "The page had been open for too long; send the form again.");
        }
    }
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Keys;
using Ruying.Api.Languages;
using Ruying.Api.Security;

namespace Ruying.Api.Pages;

/// <summary>Opens a session with a key, and closes it.</summary>
[AllowAnonymous]
public sealed class SignInModel(KeyStore keys, Phrases say, ILogger<SignInModel> logger) : PageModel
{
    /// <summary>Where to go then: an address of ours.</summary>
    public string Back { get; private set; } = "/";

    public string? Error { get; private set; }

    public void OnGet(string? back) => Back = Ours(back);

    public async Task<IActionResult> OnPostAsync([FromForm] string? key, [FromForm] string? back, CancellationToken cancellationToken)
    {
        Back = Ours(back);
        if (await keys.OpenAsync(key?.Trim() ?? "", cancellationToken) is not { } row)
        {
            logger.LogWarning("A sign-in from {Address} with a key that does not open", HttpContext.Connection.RemoteIpAddress);
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            Error = say["sign_in.refused"];
            return Page();
        }

        await Sessions.OpenAsync(HttpContext, row);
        return LocalRedirect(Back);
    }

    public async Task<IActionResult> OnPostOutAsync()
    {
        await HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return LocalRedirect("/sign-in");
    }

    private string Ours(string? back) => Url.IsLocalUrl(back) ? back : "/";
}

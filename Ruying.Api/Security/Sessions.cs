using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Ruying.Api.Data;
using Ruying.Api.Keys;

namespace Ruying.Api.Security;

/// <summary>A browser's session lasts as long as the key that opened it.</summary>
internal static class Sessions
{
    /// <summary>Opens one with a key; the rest of the request is its bearer's.</summary>
    public static async Task OpenAsync(HttpContext context, KeyRow key)
    {
        const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        var bearer = Caller.Bearer(key, Scheme);
        await context.SignInAsync(Scheme, bearer, new AuthenticationProperties { ExpiresUtc = key.ExpiresAt });
        context.User = bearer; // Whom the audit log names.
    }

    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var keys = context.HttpContext.RequestServices.GetRequiredService<KeyStore>();
        if (context.Principal is not { } principal || Caller.Key(principal) is not { } id || await keys.FindAsync(id, context.HttpContext.RequestAborted) is not { } key)
        {
            context.RejectPrincipal();
            return;
        }

        context.ReplacePrincipal(Caller.Bearer(key, CookieAuthenticationDefaults.AuthenticationScheme));
    }
}

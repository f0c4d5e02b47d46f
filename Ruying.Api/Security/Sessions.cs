using Microsoft.AspNetCore.Authentication.Cookies;
using Ruying.Api.Keys;

namespace Ruying.Api.Security;

/// <summary>A browser's session lasts as long as the key that opened it.</summary>
internal static class Sessions
{
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

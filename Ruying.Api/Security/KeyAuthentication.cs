using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Ruying.Api.Keys;
using Ruying.Api.Problems;

namespace Ruying.Api.Security;

/// <summary>
/// Finds out who asks: by the key that the request bears, by the session that a key opened, or, while no key was made and only this machine
/// reaches the service, whoever sits at it.
/// </summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyStore keys, Exposure exposure)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "key";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length > 0)
        {
            var key = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? await keys.OpenAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) : null;
            return key is not null
                ? AuthenticateResult.Success(new AuthenticationTicket(Caller.Bearer(key, Scheme.Name), Scheme.Name))
                : AuthenticateResult.Fail("The key does not open.");
        }

        if (await Context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme) is { Succeeded: true, Principal: { } principal })
        {
            return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
        }

        return exposure.LoopbackOnly && !await keys.AnyAsync(Context.RequestAborted)
            ? AuthenticateResult.Success(new AuthenticationTicket(Caller.AtThisMachine(Scheme.Name), Scheme.Name))
            : AuthenticateResult.NoResult();
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (ServiceSetup.IsApi(Context))
        {
            throw new RequestException(
                StatusCodes.Status401Unauthorized, "auth.key_needed", "Send a key that opens this service, as 'Authorization: Bearer KEY'; 'ruying keys create' makes one.")
            {
                Header = ("WWW-Authenticate", "Bearer"),
            };
        }

        Response.Redirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => throw new RequestException(
        StatusCodes.Status403Forbidden, "auth.scope", "The key may not do this: it needs another scope.");
}

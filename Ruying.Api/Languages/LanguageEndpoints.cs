using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Audit;

namespace Ruying.Api.Languages;

internal static class LanguageEndpoints
{
    /// <summary>The switch in the pages' foot; a choice of the browser's, for anybody, that changes nothing here.</summary>
    public static void MapLanguages(this IEndpointRouteBuilder routes) => routes.MapPost("/language", Choose)
        .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription().WithMetadata(new NotAudited());

    private static RedirectHttpResult Choose([FromForm] string? language, [FromForm] string? back, HttpContext context, LanguageCatalogue languages)
    {
        if (languages.Find(language) is { } chosen)
        {
            context.Response.Cookies.Append(
                LanguageCatalogue.Cookie,
                chosen.Tag,
                new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
        }

        return TypedResults.LocalRedirect(RedirectHttpResult.IsLocalUrl(back) ? back : "/");
    }
}

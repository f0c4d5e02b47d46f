using System.Security.Cryptography;
using System.Text;
using Hangfire;
using Hangfire.Dashboard;
using Ruying.Api.Audit;
using Ruying.Api.Security;

namespace Ruying.Api.Admin;

/// <summary>
/// Hangfire's dashboard at <c>/admin/jobs</c>, for admins, to look at: tickets and workers. The jobs table is the truth, so nothing can be
/// started or deleted there.
/// </summary>
internal static class JobDashboard
{
    public const string Path = "/admin/jobs";

    public static void MapJobDashboard(this IEndpointRouteBuilder routes)
    {
        var options = new DashboardOptions
        {
            Authorization = [], // The endpoint's own: see ScopeRequirement. Hangfire's goes by the caller's address, which proxies hide.
            AppPath = "/",
            DashboardTitle = "Ruying jobs",
            DisplayStorageConnectionString = false,
            IsReadOnlyFunc = _ => true,
        };
        var storage = routes.ServiceProvider.GetRequiredService<JobStorage>();
        var pipeline = routes.CreateApplicationBuilder()
            .UsePathBase(Path)
            .Use(WithNonceAsync)
            .UseMiddleware<AspNetCoreDashboardMiddleware>(storage, options, DashboardRoutes.Routes)
            .Build();
        routes.Map(Path + "/{**page}", pipeline).WithDisplayName("Hangfire dashboard").WithMetadata(new AdminOnly(), new NotAudited()).ExcludeFromDescription();
    }

    /// <summary>Its pages hold one script each that says how they are set: it gets a nonce, so that no other inline script runs.</summary>
    private static async Task WithNonceAsync(HttpContext context, RequestDelegate next)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        var body = context.Response.Body;
        using var page = new MemoryStream();
        context.Response.Body = page;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }

        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) is true)
        {
            var html = Encoding.UTF8.GetString(page.ToArray()).Replace("<script", $"<script nonce=\"{nonce}\"", StringComparison.Ordinal);
            await context.Response.WriteAsync(html, context.RequestAborted);
            return;
        }

        page.Position = 0;
        await page.CopyToAsync(body, context.RequestAborted);
    }
}

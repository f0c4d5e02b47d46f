using System.Security.Cryptography;
using Scalar.AspNetCore;

namespace Ruying.Api.Description;

/// <summary>The API's description as a page, at <c>/docs</c>: its script and style come from here, and nothing from elsewhere.</summary>
internal static class ReferencePage
{
    public static void MapReferencePage(this IEndpointRouteBuilder routes) =>
        routes.MapScalarApiReference("/docs", (options, context) =>
        {
            var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            context.Response.Headers.ContentSecurityPolicy = Policy(nonce);
            options.Title = "Ruying API";
            options.Nonce = nonce;
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.HideClientButton = true;
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.Agent = new ScalarAgentOptions { Disabled = true };
            options.Mcp = new ScalarMcpOptions { Disabled = true };
            options.Favicon = "/favicon.svg";
        });

    /// <summary>The page writes its own style elements and attributes; scripts are those from here and the one with the nonce.</summary>
    private static string Policy(string nonce) =>
        $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
}

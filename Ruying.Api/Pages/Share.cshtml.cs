using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Shares;
using Ruying.Api.Storage;

namespace Ruying.Api.Pages;

/// <summary>A video for whoever has the link to it.</summary>
[AllowAnonymous]
public sealed class ShareModel(SharedVideos shared, IFileStore store) : PageModel
{
    /// <summary>What the link shows; null where it shows nothing.</summary>
    public SharedVideo? Video { get; private set; }

    public string Token { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancellationToken)
    {
        SharePolicy.Apply(Response, store.LinkOrigin);
        Token = token;
        Video = await shared.FindAsync(token, cancellationToken);
        if (Video is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (!HttpMethods.IsHead(Request.Method))
        {
            await shared.SeeAsync(Video, cancellationToken);
        }

        return Page();
    }
}

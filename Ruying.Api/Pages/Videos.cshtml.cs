using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Videos;

namespace Ruying.Api.Pages;

/// <summary>All videos, searched.</summary>
public sealed class VideosModel(VideoService videos) : PageModel
{
    private const int Shown = 24;

    public GallerySearch Search { get; private set; } = null!;

    public ListPage<VideoResponse> Videos { get; private set; } = null!;

    public async Task OnGetAsync(string? q, string? state, string? before, CancellationToken cancellationToken)
    {
        Search = GallerySearch.Of("/videos", "nav.videos", q, state);
        Videos = await videos.ListAsync(null, Shown, before, cancellationToken, Search.State, Search.Words);
    }
}

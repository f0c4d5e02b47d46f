using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Avatars;

namespace Ruying.Api.Pages;

/// <summary>All avatars, searched.</summary>
public sealed class AvatarsModel(AvatarService avatars) : PageModel
{
    private const int Shown = 24;

    public GallerySearch Search { get; private set; } = null!;

    public ListPage<AvatarResponse> Avatars { get; private set; } = null!;

    public async Task OnGetAsync(string? q, string? state, string? before, CancellationToken cancellationToken)
    {
        Search = GallerySearch.Of("/avatars", "nav.avatars", q, state);
        Avatars = await avatars.ListAsync(Shown, before, cancellationToken, Search.State, Search.Words);
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Avatars;
using Ruying.Api.Drafts;
using Ruying.Api.Problems;

namespace Ruying.Api.Pages;

/// <summary>Begins a video: who shall speak, or which draft to go on with.</summary>
public sealed class ChooseAvatarModel(AvatarService avatars, DraftService drafts) : PageModel
{
    private const int Shown = 100;

    public IReadOnlyList<AvatarResponse> Avatars { get; private set; } = [];

    /// <summary>Those that say who speaks.</summary>
    public IReadOnlyList<DraftResponse> Drafts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Avatars = (await avatars.ListAsync(Shown, null, cancellationToken, ResultState.Ready)).Items;
        Drafts = [.. (await drafts.ListAsync(Shown, null, cancellationToken)).Items.Where(d => d.Video.AvatarId is not null)];
    }

    public async Task<IActionResult> OnPostDeleteAsync(string draft, CancellationToken cancellationToken)
    {
        try
        {
            await drafts.DeleteAsync(draft, cancellationToken);
            return Redirect("/videos/new");
        }
        catch (RequestException exception)
        {
            return StatusCode(exception.Status);
        }
    }
}

using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Ruying.Api.Avatars;
using Ruying.Api.Security;
using Ruying.Api.Videos;

namespace Ruying.Api.Pages;

/// <summary>The first page: the upload form, the newest avatars and videos.</summary>
[Records]
public sealed class IndexModel(AvatarService avatars, VideoService videos, IOptions<ServiceOptions> options) : PageModel
{
    private const int Shown = 9;

    public AvatarFormModel Form { get; } = new(options.Value.UploadLimit);

    public IReadOnlyList<AvatarResponse> Avatars { get; private set; } = [];

    public IReadOnlyList<VideoResponse> Videos { get; private set; } = [];

    /// <summary>Whether there are more than are shown.</summary>
    public bool MoreAvatars { get; private set; }

    public bool MoreVideos { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var (newest, films) = (await avatars.ListAsync(Shown, null, cancellationToken), await videos.ListAsync(null, Shown, null, cancellationToken));
        (Avatars, MoreAvatars) = (newest.Items, newest.Next is not null);
        (Videos, MoreVideos) = (films.Items, films.Next is not null);
    }
}

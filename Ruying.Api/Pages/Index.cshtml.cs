using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Ruying.Api.Avatars;
using Ruying.Api.Security;
using Ruying.Api.Videos;

namespace Ruying.Api.Pages;

/// <summary>The first page: the upload form, the avatars, the videos.</summary>
[Records]
public sealed class IndexModel(AvatarService avatars, VideoService videos, IOptions<ServiceOptions> options) : PageModel
{
    private const int Shown = 24;

    public AvatarFormModel Form { get; } = new(options.Value.UploadLimit);

    public IReadOnlyList<AvatarResponse> Avatars { get; private set; } = [];

    public IReadOnlyList<VideoResponse> Videos { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Avatars = (await avatars.ListAsync(Shown, null, cancellationToken)).Items;
        Videos = (await videos.ListAsync(null, Shown, null, cancellationToken)).Items;
    }
}

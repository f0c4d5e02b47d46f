using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Languages;
using Ruying.Api.Shares;
using Ruying.Api.Videos;

namespace Ruying.Api.Pages.Manage;

/// <summary>The links that show videos to whoever has them.</summary>
public sealed class SharesPage(ShareService shares, VideoService videos, Phrases say) : ManagePage(say)
{
    /// <summary>The last link of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    /// <summary>The newest first.</summary>
    public ListPage<ShareResponse> Links { get; private set; } = new([], null);

    /// <summary>What they show, by the video's id.</summary>
    public IReadOnlyDictionary<string, VideoResponse> Videos { get; private set; } = new Dictionary<string, VideoResponse>();

    public Task<IActionResult> OnPostRevokeAsync(string video, string share, CancellationToken cancellationToken) =>
        DoAsync(() => shares.DeleteAsync(video, share, cancellationToken), "/manage/shares", cancellationToken);

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        Links = await shares.ListAllAsync(null, Before, cancellationToken);
        Videos = (await videos.FindAsync([.. Links.Items.Select(link => link.VideoId).Distinct()], cancellationToken)).ToDictionary(video => video.Id);
    }
}

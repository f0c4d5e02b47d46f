using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Jobs;
using Ruying.Api.Languages;
using Ruying.Api.Problems;
using Ruying.Api.Shares;
using Ruying.Api.Videos;

namespace Ruying.Api.Pages;

/// <summary>A video: how far it is, then the player, what to take away and who else may see it.</summary>
public sealed class VideoModel(VideoService videos, JobService jobs, ShareService shares, Phrases say) : PageModel
{
    public VideoResponse Video { get; private set; } = null!;

    /// <summary>The links to it; none unless it is ready.</summary>
    public IReadOnlyList<ShareResponse> Shares { get; private set; } = [];

    /// <summary>The link that was just made, shown this once.</summary>
    public ShareResponse? NewShare { get; private set; }

    public string? Error { get; private set; }

    public Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) => ShowAsync(id, cancellationToken);

    public Task<IActionResult> OnPostCancelAsync(string id, CancellationToken cancellationToken) => DoAsync(id, async () =>
    {
        await jobs.CancelAsync((await videos.GetAsync(id, cancellationToken)).Job.Id, cancellationToken);
        return $"/videos/{id}";
    }, cancellationToken);

    public Task<IActionResult> OnPostRetryAsync(string id, CancellationToken cancellationToken) => DoAsync(id, async () =>
    {
        await jobs.RetryAsync((await videos.GetAsync(id, cancellationToken)).Job.Id, cancellationToken);
        return $"/videos/{id}";
    }, cancellationToken);

    public async Task<IActionResult> OnPostShareAsync(string id, int days, CancellationToken cancellationToken)
    {
        try
        {
            NewShare = await shares.CreateAsync(id, new CreateShareRequest(Days: days), Request, cancellationToken);
            return await ShowAsync(id, cancellationToken);
        }
        catch (RequestException exception)
        {
            return await ShowAsync(id, cancellationToken, exception);
        }
    }

    public Task<IActionResult> OnPostUnshareAsync(string id, string share, CancellationToken cancellationToken) => DoAsync(id, async () =>
    {
        await shares.DeleteAsync(id, share, cancellationToken);
        return $"/videos/{id}#share";
    }, cancellationToken);

    public Task<IActionResult> OnPostDeleteAsync(string id, CancellationToken cancellationToken) => DoAsync(id, async () =>
    {
        var video = await videos.GetAsync(id, cancellationToken);
        await videos.DeleteAsync(id, cancellationToken);
        return $"/avatars/{video.AvatarId}";
    }, cancellationToken);

    private Task<IActionResult> DoAsync(string id, Func<Task<string>> act, CancellationToken cancellationToken) =>
        PageActs.ActAsync(act, refused => ShowAsync(id, cancellationToken, refused));

    private async Task<IActionResult> ShowAsync(string id, CancellationToken cancellationToken, RequestException? error = null)
    {
        try
        {
            Video = await videos.GetAsync(id, cancellationToken);
        }
        catch (RequestException exception)
        {
            return StatusCode(exception.Status);
        }

        Shares = Video.State == ResultState.Ready ? await shares.ListAsync(id, cancellationToken) : [];
        Error = error is null ? null : say.Problem(error);
        Response.StatusCode = error?.Status ?? StatusCodes.Status200OK;
        return Page();
    }
}

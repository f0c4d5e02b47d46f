using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Avatars;
using Ruying.Api.Jobs;
using Ruying.Api.Problems;
using Ruying.Api.Videos;
using Ruying.Pipeline.Avatars;

namespace Ruying.Api.Pages;

/// <summary>An avatar: how far it is, what its footage offers, what it shall say.</summary>
public sealed class AvatarModel(AvatarService avatars, VideoService videos, JobService jobs, VideoForms forms) : PageModel
{
    private const int Shown = 24;

    public AvatarResponse Avatar { get; private set; } = null!;

    public VideoFormModel? Form { get; private set; }

    public IReadOnlyList<VideoResponse> Videos { get; private set; } = [];

    public bool HasReport { get; private set; }

    public string? Error { get; private set; }

    public Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) => ShowAsync(id, cancellationToken);

    public async Task<IActionResult> OnPostCancelAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await jobs.CancelAsync((await avatars.GetAsync(id, cancellationToken)).Job.Id, cancellationToken);
            return Redirect($"/avatars/{id}");
        }
        catch (RequestException exception)
        {
            return await ShowAsync(id, cancellationToken, exception);
        }
    }

    public async Task<IActionResult> OnPostDeleteAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await avatars.DeleteAsync(id, cancellationToken);
            return Redirect("/");
        }
        catch (RequestException exception)
        {
            return await ShowAsync(id, cancellationToken, exception);
        }
    }

    private async Task<IActionResult> ShowAsync(string id, CancellationToken cancellationToken, RequestException? error = null)
    {
        try
        {
            Avatar = await avatars.GetAsync(id, cancellationToken);
        }
        catch (RequestException exception)
        {
            return StatusCode(exception.Status);
        }

        Error = error?.Message;
        Response.StatusCode = error?.Status ?? StatusCodes.Status200OK;
        HasReport = await avatars.FindReportAsync(id, AvatarBuilder.ReportHtmlName, cancellationToken) is not null;
        if (Avatar.State == ResultState.Ready)
        {
            Form = await forms.MakeAsync(Avatar, cancellationToken);
            Videos = (await videos.ListAsync(id, Shown, null, cancellationToken)).Items;
        }

        return Page();
    }
}

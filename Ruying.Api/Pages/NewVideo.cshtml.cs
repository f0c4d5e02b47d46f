using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Avatars;
using Ruying.Api.Drafts;
using Ruying.Api.Languages;
using Ruying.Api.Problems;
using Ruying.Api.Security;
using Ruying.Api.Storage;
using Ruying.Api.Uploads;
using Ruying.Api.Videos;
using Ruying.Pipeline;

namespace Ruying.Api.Pages;

/// <summary>Shows the form for a new video, and takes it of a browser without scripts; shows it again when something is wrong with it.</summary>
[StreamedForm]
[IgnoreAntiforgeryToken] // Checked by StreamedFormToken.
[Records]
public sealed class NewVideoModel(AvatarService avatars, VideoService videos, VideoForms forms, DraftService drafts, UploadStore uploads, IAntiforgery antiforgery, Phrases say) : PageModel
{
    public VideoFormModel? Form { get; private set; }

    /// <param name="id">Who speaks.</param>
    /// <param name="draft">A draft to go on with.</param>
    /// <param name="like">A video whose request the form starts with.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IActionResult> OnGetAsync(string id, string? draft, string? like, CancellationToken cancellationToken)
    {
        try
        {
            Form = await forms.MakeAsync(await avatars.GetAsync(id, cancellationToken), cancellationToken);
            if (draft is not null)
            {
                var kept = await drafts.GetAsync(draft, cancellationToken);
                var picture = kept.Video.BackgroundUpload is { } upload ? await uploads.FindAsync(upload, cancellationToken) : null;
                var fields = VideoFields.Of(kept.Video with { BackgroundUpload = picture?.Id });
                Form = Form with { Sent = VideoFields.Named(picture?.Name, fields), Draft = kept.Id, DraftTag = $"\"{drafts.TagOf(kept)}\"" };
            }
            else if (like is not null)
            {
                Form = Form with { Sent = VideoFields.Of(await videos.GetAsync(like, cancellationToken)) };
            }

            return Page();
        }
        catch (RequestException exception)
        {
            return StatusCode(exception.Status);
        }
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        UploadedForm? sent = null;
        try
        {
            var avatar = await avatars.GetAsync(id, cancellationToken);
            try
            {
                var created = await videos.CreateAsync(
                    Request,
                    avatar.Id,
                    form =>
                    {
                        sent = form;
                        return StreamedFormToken.CheckAsync(antiforgery, HttpContext, form);
                    },
                    cancellationToken);
                return Redirect($"/videos/{created.Id}");
            }
            catch (Exception exception) when (exception is RequestException or RuyingException and not EnvironmentException)
            {
                var (status, code, detail) = ProblemHandler.Describe(exception);
                Response.StatusCode = status;
                Form = await forms.MakeAsync(avatar, cancellationToken, say.Problem(code, detail), sent);
                return Page();
            }
        }
        catch (RequestException exception)
        {
            return StatusCode(exception.Status);
        }
    }
}

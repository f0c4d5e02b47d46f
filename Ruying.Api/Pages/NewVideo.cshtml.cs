using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Avatars;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Api.Videos;

namespace Ruying.Api.Pages;

/// <summary>Takes the form for a new video of a browser without scripts; shows it again when something is wrong with it.</summary>
[StreamedForm]
[IgnoreAntiforgeryToken] // Checked by StreamedFormToken.
public sealed class NewVideoModel(AvatarService avatars, VideoService videos, VideoForms forms, IAntiforgery antiforgery) : PageModel
{
    public VideoFormModel? Form { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            Form = await forms.MakeAsync(await avatars.GetAsync(id, cancellationToken), cancellationToken);
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
            catch (RequestException exception)
            {
                Response.StatusCode = exception.Status;
                Form = await forms.MakeAsync(avatar, cancellationToken, exception.Message, sent);
                return Page();
            }
        }
        catch (RequestException exception)
        {
            return StatusCode(exception.Status);
        }
    }
}

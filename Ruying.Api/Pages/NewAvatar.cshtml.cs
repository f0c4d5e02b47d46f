using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Ruying.Api.Avatars;
using Ruying.Api.Languages;
using Ruying.Api.Problems;
using Ruying.Api.Security;
using Ruying.Api.Storage;

namespace Ruying.Api.Pages;

/// <summary>Takes the upload form of a browser without scripts; shows it again when something is wrong with it.</summary>
[StreamedForm]
[IgnoreAntiforgeryToken] // Checked by StreamedFormToken.
[Records]
public sealed class NewAvatarModel(AvatarService avatars, IAntiforgery antiforgery, Phrases say, IOptions<ServiceOptions> options) : PageModel
{
    public AvatarFormModel Form { get; private set; } = new(options.Value.UploadLimit);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        UploadedForm? sent = null;
        try
        {
            var created = await avatars.CreateAsync(
                Request,
                form =>
                {
                    sent = form;
                    return StreamedFormToken.CheckAsync(antiforgery, HttpContext, form);
                },
                cancellationToken);
            return Redirect($"/avatars/{created.Id}");
        }
        catch (RequestException exception)
        {
            Response.StatusCode = exception.Status;
            Form = Form with { Error = say.Problem(exception), Name = sent?.Text("name"), ConsentBy = sent?.Text("consentBy"), Consent = sent?.Text("consent"), Studio = sent?.Text("studio") == "true" };
            return Page();
        }
    }
}

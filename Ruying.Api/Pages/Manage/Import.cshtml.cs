using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Ruying.Api.Languages;
using Ruying.Api.Models;
using Ruying.Api.Security;
using Ruying.Api.Storage;

namespace Ruying.Api.Pages.Manage;

/// <summary>Takes a model of the user's own: of a browser without scripts in one form, otherwise as the API does.</summary>
[AdminOnly]
[StreamedForm]
[IgnoreAntiforgeryToken] // Checked by StreamedFormToken.
public sealed class ImportPage(ModelImports imports, IAntiforgery antiforgery, Phrases say, IOptions<ServiceOptions> options) : ManagePage(say)
{
    /// <summary>Bytes of the largest model taken.</summary>
    public long Limit => Math.Min(options.Value.ModelLimit, options.Value.UploadLimit);

    /// <summary>The form as it was sent; null of a new one.</summary>
    public UploadedForm? Sent { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            var model = await imports.ImportAsync(
                Request,
                form =>
                {
                    Sent = form;
                    return StreamedFormToken.CheckAsync(antiforgery, HttpContext, form);
                },
                cancellationToken);
            return Redirect($"/manage/models/{model.Name}");
        }
        catch (Exception exception) when (Refusal.Is(exception))
        {
            return await RefuseAsync(exception, cancellationToken);
        }
    }

    protected override Task ReadAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

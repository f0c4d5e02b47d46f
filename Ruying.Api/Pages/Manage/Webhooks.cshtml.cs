using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Languages;
using Ruying.Api.Webhooks;

namespace Ruying.Api.Pages.Manage;

/// <summary>Addresses that are told when something is ready or failed.</summary>
public sealed class WebhooksPage(WebhookService webhooks, Phrases say) : ManagePage(say)
{
    /// <summary>The oldest first.</summary>
    public IReadOnlyList<WebhookResponse> Webhooks { get; private set; } = [];

    /// <summary>The address of a form that was refused.</summary>
    public string? Address { get; private set; }

    /// <summary>The events of a form that was refused.</summary>
    public IReadOnlyList<string>? Chosen { get; private set; }

    public async Task<IActionResult> OnPostAsync(string? url, IReadOnlyList<string> events, CancellationToken cancellationToken)
    {
        try
        {
            var created = await webhooks.CreateAsync(new CreateWebhookRequest(url, events), cancellationToken);
            TempData[WebhookPage.SecretKey] = created.Secret;
            return Redirect($"/manage/webhooks/{created.Id}");
        }
        catch (Exception exception) when (Refusal.Is(exception))
        {
            (Address, Chosen) = (url, events);
            return await RefuseAsync(exception, cancellationToken);
        }
    }

    protected override async Task ReadAsync(CancellationToken cancellationToken) => Webhooks = await webhooks.ListAsync(cancellationToken);
}

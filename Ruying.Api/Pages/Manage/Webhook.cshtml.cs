using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Data;
using Ruying.Api.Languages;
using Ruying.Api.Webhooks;

namespace Ruying.Api.Pages.Manage;

/// <summary>A webhook and the log of its messages.</summary>
public sealed class WebhookPage(WebhookService webhooks, TimeProvider time, Phrases say) : ManagePage(say)
{
    /// <summary>Where the page that made it leaves its secret, to be shown once.</summary>
    internal const string SecretKey = "WebhookSecret";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    /// <summary>Its id.</summary>
    [FromRoute]
    public string Id { get; set; } = "";

    /// <summary>The only state of messages that are shown.</summary>
    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    /// <summary>The last message of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    /// <summary>Null where there is no such webhook.</summary>
    public WebhookResponse? Shown { get; private set; }

    /// <summary>What its messages are signed with, this once.</summary>
    public string? Secret { get; private set; }

    /// <summary>The newest first.</summary>
    public ListPage<DeliveryResponse> Deliveries { get; private set; } = new([], null);

    /// <summary>Whether one is about to be sent.</summary>
    public bool IsMoving => Deliveries.Items.Any(delivery => delivery.NextAt - time.GetUtcNow() < Soon);

    public Task<IActionResult> OnPostReplayAsync(string delivery, CancellationToken cancellationToken) =>
        DoAsync(() => webhooks.ReplayAsync(Id, delivery, cancellationToken), $"/manage/webhooks/{Id}#log", cancellationToken);

    public Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken) => DoAsync(() => webhooks.DeleteAsync(Id, cancellationToken), "/manage/webhooks", cancellationToken);

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        Shown = await webhooks.GetAsync(Id, cancellationToken);
        Secret = TempData[SecretKey] as string;
        Deliveries = await webhooks.ListDeliveriesAsync(Id, Choices.Parse<DeliveryState>(State), null, Before, cancellationToken);
    }
}

using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Languages;
using Ruying.Api.Models;
using Ruying.Api.Problems;
using Ruying.Api.Security;
using Ruying.Pipeline.Models.Pulling;

namespace Ruying.Api.Pages.Manage;

/// <summary>Pulls a model: its card first, whose licence is to be accepted.</summary>
[AdminOnly]
public sealed class PullPage(ModelService models, Phrases say) : ManagePage(say)
{
    /// <summary>Its name in the list of what can be pulled.</summary>
    [FromRoute]
    public string Name { get; set; } = "";

    /// <summary>What is known of it before.</summary>
    public AvailableModelResponse Shown { get; private set; } = null!;

    /// <summary>Its card, once it was fetched.</summary>
    public ModelLicence? Card { get; private set; }

    /// <param name="accept">Whether the licence of its card is accepted; without, the card is shown.</param>
    /// <param name="cancellationToken">Stops fetching the card.</param>
    public async Task<IActionResult> OnPostAsync(bool accept, CancellationToken cancellationToken)
    {
        try
        {
            await models.PullAsync(Name, accept, cancellationToken);
            return Redirect("/manage/models#pulls");
        }
        catch (ModelLicenceException exception)
        {
            // As the API answers it: nothing was done yet.
            Card = exception.Licence;
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await ReadAsync(cancellationToken);
            return Page();
        }
        catch (Exception exception) when (Refusal.Is(exception))
        {
            return await RefuseAsync(exception, cancellationToken);
        }
    }

    protected override Task ReadAsync(CancellationToken cancellationToken)
    {
        Shown = models.ListAvailable(null).FirstOrDefault(model => model.Name == Name) ?? throw RequestException.NotFound("model.unknown", "No such model can be pulled.");
        return Task.CompletedTask;
    }
}

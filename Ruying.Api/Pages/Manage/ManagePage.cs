using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Languages;
using Ruying.Api.Problems;
using Ruying.Api.Security;

namespace Ruying.Api.Pages.Manage;

/// <summary>
/// What the pages of management have in common: they read what they show in one place, go on to an address when something was done, and say in words
/// what was refused.
/// </summary>
public abstract class ManagePage(Phrases say) : PageModel
{
    /// <summary>What was refused; null where nothing was.</summary>
    public Refusal? Refused { get; private set; }

    /// <summary>What was done, told once.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>Whether the caller may change things.</summary>
    public bool MayWrite => Caller.MayWrite(User);

    /// <summary>Whether the caller may what admins may.</summary>
    public bool IsAdmin => Caller.IsAdmin(User);

    /// <summary>The sentences of the page's language.</summary>
    protected Phrases Say { get; } = say;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        ModelState.IsValid ? await ShowAsync(cancellationToken) : await RefuseAsync(RequestException.Malformed("A value of the address could not be read."), cancellationToken);

    /// <summary>Reads what the page shows.</summary>
    /// <exception cref="RequestException">It is not there, or cannot be shown so.</exception>
    protected abstract Task ReadAsync(CancellationToken cancellationToken);

    /// <summary>Does what a form asks for.</summary>
    /// <param name="act">Does it.</param>
    /// <param name="then">Where to go then.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    protected async Task<IActionResult> DoAsync(Func<Task> act, string then, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        try
        {
            await act();
            return Redirect(then);
        }
        catch (Exception exception) when (Refusal.Is(exception))
        {
            return await RefuseAsync(exception, cancellationToken);
        }
    }

    /// <summary>Shows the page with what was refused; what is not there is the page for that.</summary>
    protected async Task<IActionResult> RefuseAsync(Exception exception, CancellationToken cancellationToken)
    {
        Refused = Refusal.From(exception, Say);
        if (Refused.Status == StatusCodes.Status404NotFound)
        {
            return NotFound();
        }

        Response.StatusCode = Refused.Status;
        return await ShowAsync(cancellationToken);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
            return Page();
        }
        catch (Exception exception) when (Refusal.Is(exception))
        {
            Refused = Refusal.From(exception, Say);
            if (Refused.Status == StatusCodes.Status404NotFound)
            {
                return NotFound();
            }

            Response.StatusCode = Refused.Status;
            return Page();
        }
    }
}

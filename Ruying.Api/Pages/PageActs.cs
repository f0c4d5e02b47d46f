using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Problems;

namespace Ruying.Api.Pages;

/// <summary>What pages do when a form asks for something.</summary>
internal static class PageActs
{
    /// <summary>Does it and goes on; what is refused is shown.</summary>
    /// <param name="act">Does it, and says where to go then.</param>
    /// <param name="refuse">Shows the page with the reason.</param>
    public static async Task<IActionResult> ActAsync(Func<Task<string>> act, Func<RequestException, Task<IActionResult>> refuse)
    {
        try
        {
            return new RedirectResult(await act());
        }
        catch (RequestException exception)
        {
            return await refuse(exception);
        }
    }
}

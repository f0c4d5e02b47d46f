using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Languages;
using Ruying.Api.Models;

namespace Ruying.Api.Pages.Manage;

/// <summary>A model of the store: what it is, whence it came, under which licence.</summary>
public sealed class ModelPage(ModelService models, Phrases say) : ManagePage(say)
{
    /// <summary>Its name.</summary>
    [FromRoute]
    public string Name { get; set; } = "";

    /// <summary>With its card.</summary>
    public ModelResponse Shown { get; private set; } = null!;

    public async Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken) => IsAdmin
        ? await DoAsync(
            () =>
            {
                models.Remove(Name);
                return Task.CompletedTask;
            },
            "/manage/models",
            cancellationToken)
        : Forbid();

    protected override Task ReadAsync(CancellationToken cancellationToken)
    {
        Shown = models.Get(Name);
        return Task.CompletedTask;
    }
}

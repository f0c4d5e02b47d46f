using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Languages;
using Ruying.Api.Lexicons;

namespace Ruying.Api.Pages.Manage;

/// <summary>The service's own words, a lexicon for each language.</summary>
public sealed class LexiconsPage(LexiconService lexicons, Phrases say) : ManagePage(say)
{
    /// <summary>By language.</summary>
    public IReadOnlyList<LexiconResponse> Lexicons { get; private set; } = [];

    /// <summary>Goes to a language's lexicon, which is made with its first word.</summary>
    public IActionResult OnGetOpen(string? language) =>
        string.IsNullOrWhiteSpace(language) ? Redirect("/manage/lexicons") : Redirect($"/manage/lexicons/{Uri.EscapeDataString(language.Trim())}");

    protected override async Task ReadAsync(CancellationToken cancellationToken) => Lexicons = await lexicons.ListAsync(cancellationToken);
}

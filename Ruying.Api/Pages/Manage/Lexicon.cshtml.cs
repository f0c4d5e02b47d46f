using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Languages;
using Ruying.Api.Lexicons;
using Ruying.Api.Problems;
using Ruying.Pipeline.Speech.Lexicons;

namespace Ruying.Api.Pages.Manage;

/// <summary>A language's lexicon: words are added, taken out, or all of them replaced by a file.</summary>
[RequestSizeLimit(LexiconFile.MaxBytes + 65_536)]
public sealed class LexiconPage(LexiconService lexicons, Phrases say) : ManagePage(say)
{
    /// <summary>How many words are shown at once.</summary>
    public const int Shown = 100;

    /// <summary>BCP 47 tag.</summary>
    [FromRoute]
    public string Language { get; set; } = "";

    /// <summary>Something in a word or in what is said for it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>The first of the words that fit.</summary>
    public IReadOnlyList<LexiconEntry> Entries { get; private set; } = [];

    /// <summary>How many fit.</summary>
    public int Fitting { get; private set; }

    /// <summary>Whether the language has a lexicon already.</summary>
    public bool Exists { get; private set; }

    private string Address => $"/manage/lexicons/{Uri.EscapeDataString(Language)}";

    public Task<IActionResult> OnPostAddAsync(string? written, string? says, bool ipa, CancellationToken cancellationToken) => DoAsync(
        () => lexicons.AddAsync(Language, ipa ? new LexiconEntry(written ?? "", null, says ?? "") : new LexiconEntry(written ?? "", says ?? "", null), cancellationToken), Address, cancellationToken);

    public Task<IActionResult> OnPostRemoveAsync(string? written, CancellationToken cancellationToken) =>
        DoAsync(() => lexicons.RemoveAsync(Language, written ?? "", cancellationToken), Address, cancellationToken);

    public Task<IActionResult> OnPostReplaceAsync(IFormFile? file, CancellationToken cancellationToken) => DoAsync(
        async () =>
        {
            await using var body = file?.OpenReadStream() ?? throw RequestException.Invalid("upload.missing", "No file was sent; choose one.");
            await lexicons.PutAsync(Language, body, cancellationToken);
        },
        Address,
        cancellationToken);

    public Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken) => DoAsync(
        () =>
        {
            lexicons.Delete(Language);
            return Task.CompletedTask;
        },
        "/manage/lexicons",
        cancellationToken);

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        Exists = lexicons.TryFind(Language) is not null;
        List<LexiconEntry> fitting = Exists ? [.. (await lexicons.GetAsync(Language, cancellationToken)).Entries.Where(Fits)] : [];
        (Fitting, Entries) = (fitting.Count, [.. fitting.Take(Shown)]);
    }

    private bool Fits(LexiconEntry entry) => string.IsNullOrWhiteSpace(Q)
        || entry.Written.Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase)
        || (entry.Alias ?? entry.Ipa)?.Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase) == true;
}

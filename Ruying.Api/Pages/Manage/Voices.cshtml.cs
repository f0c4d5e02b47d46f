using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Languages;
using Ruying.Api.Voices;
using Ruying.Pipeline.Speech;

namespace Ruying.Api.Pages.Manage;

/// <summary>The voices that videos can have, to be found and heard.</summary>
public sealed class VoicesPage(VoiceCatalogue voices, Phrases say) : ManagePage(say)
{
    /// <summary>How many are shown at once.</summary>
    public const int Shown = 100;

    /// <summary>Words of a voice's name or id.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>BCP 47 tag of the only language shown.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Language { get; set; }

    /// <summary>Tags of all languages without their region.</summary>
    public IReadOnlyList<string> Languages { get; private set; } = [];

    /// <summary>The first of those that were asked for.</summary>
    public IReadOnlyList<Voice> Voices { get; private set; } = [];

    /// <summary>How many were asked for.</summary>
    public int Fitting { get; private set; }

    /// <summary>How many there are in all.</summary>
    public int Count { get; private set; }

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        var all = await voices.ListAsync(null, cancellationToken);
        (Count, Languages) = (all.Count, [.. all.Select(voice => voice.Language.Split('-')[0]).Distinct().Order(StringComparer.Ordinal)]);
        List<Voice> fitting = [.. (await voices.ListAsync(Language, cancellationToken)).Where(Fits)];
        (Fitting, Voices) = (fitting.Count, [.. fitting.Take(Shown)]);
    }

    private bool Fits(Voice voice) =>
        string.IsNullOrWhiteSpace(Q) || voice.Name.Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase) || voice.Id.Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase);
}

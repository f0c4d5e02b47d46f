using Ruying.Api.Languages;

namespace Ruying.Api.Pages;

/// <summary>What a gallery is searched for.</summary>
/// <param name="Address">The gallery's path.</param>
/// <param name="Name">The key of what it shows.</param>
/// <param name="Words">Only what has these in its name or text.</param>
/// <param name="State">Only what stands so; null for all.</param>
public sealed record GallerySearch(string Address, string Name, string? Words, ResultState? State)
{
    /// <summary>Whether anything is left out.</summary>
    public bool Narrows => Words is { Length: > 0 } || State is not null;

    /// <summary>Reads it from an address; what is no state asks for all.</summary>
    public static GallerySearch Of(string address, string name, string? words, string? state) =>
        new(address, name, words, Enum.TryParse<ResultState>(state, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null);

    public string Label(Phrases say) => say["list.search_in", say[Name]];

    /// <summary>Where older ones are shown; null where there are none.</summary>
    /// <param name="before">The last of this page's.</param>
    public string? Older(string? before) =>
        before is null ? null : PageAddress.Of(Address, ("q", Words), ("state", State?.ToString().ToLowerInvariant()), ("before", before));
}

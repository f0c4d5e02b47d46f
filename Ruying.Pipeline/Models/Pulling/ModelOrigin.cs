using System.Text.Json.Serialization;

namespace Ruying.Pipeline.Models.Pulling;

/// <summary>Where a pulled model comes from, and that its licence was accepted.</summary>
/// <param name="Title">What its makers call it.</param>
/// <param name="Address">Where its network was fetched from: an address, or a path in a mirror's folder.</param>
/// <param name="Licence">What its card names as the licence.</param>
/// <param name="Accepted">When the licence was accepted, UTC.</param>
public sealed record ModelOrigin(string Title, string Address, string Licence, DateTimeOffset Accepted)
{
    /// <summary>The card as it was received.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Card { get; init; }
}

namespace Ruying.Api.Models;

/// <summary>The licence of a pulled model.</summary>
/// <param name="Summary">What its card names.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="Card">The card's text; only where one model is asked for.</param>
public sealed record ModelLicenceResponse(string Summary, DateTimeOffset AcceptedAt, string? Card);

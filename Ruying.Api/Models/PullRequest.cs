namespace Ruying.Api.Models;

/// <summary>Asks for a model of the catalogue.</summary>
/// <param name="AcceptLicence">Whether the licence of its card is accepted; without it the answer is <c>model.licence</c> with the card.</param>
public sealed record PullRequest(bool AcceptLicence);

namespace Ruying.Api.Audit;

/// <summary>Marks endpoints that change nothing though they are posted to, or so often that each is no news.</summary>
internal sealed class NotAudited;

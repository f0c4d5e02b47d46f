namespace Ruying.Api.Audit;

/// <summary>Which entries of the audit log; what is null counts for nothing.</summary>
/// <param name="Owner">Whose keys did it.</param>
/// <param name="Action">What was done.</param>
/// <param name="Subject">Something in what it was done to, such as an id.</param>
/// <param name="Before">Only entries before this one's id.</param>
/// <param name="Since">Only from this moment on.</param>
public sealed record AuditQuery(string? Owner = null, string? Action = null, string? Subject = null, string? Before = null, DateTimeOffset? Since = null);

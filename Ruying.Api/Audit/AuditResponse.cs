using Ruying.Api.Data;

namespace Ruying.Api.Audit;

/// <summary>An entry of the audit log as the API shows it.</summary>
/// <param name="Id">The entry's id; ids of later entries sort after it.</param>
/// <param name="At">When it was done.</param>
/// <param name="Actor">What the key is called that did it; <c>local</c> where none was needed, <c>service</c>, <c>command line</c>.</param>
/// <param name="Owner">Whose key.</param>
/// <param name="Key">The key's id.</param>
/// <param name="Address">The address that it came from.</param>
/// <param name="Action">What was done: the operation's name, or the page's address.</param>
/// <param name="Subject">What it was done to: an address or an id.</param>
public sealed record AuditResponse(string Id, DateTimeOffset At, string Actor, string? Owner, string? Key, string? Address, string Action, string Subject)
{
    public static AuditResponse From(AuditRow row) => new(row.Id, row.At, row.Actor, row.OwnerId, row.KeyId, row.Address, row.Action, row.Subject);
}

using Ruying.Api.Data;

namespace Ruying.Api.Consents;

/// <summary>A consent as the API shows it.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="AvatarId">The avatar that it is about.</param>
/// <param name="Person">Who agreed.</param>
/// <param name="Words">The words agreed to.</param>
/// <param name="AgreedAt">When the person agreed.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="RecordedBy">What the key is called that recorded it.</param>
/// <param name="Clip">The consent clip's name; null without one.</param>
/// <param name="Distance">How far the clip's face lies from the footage's, 0 for the same; null before they were compared.</param>
/// <param name="Limit">From this distance on they count as two people.</param>
/// <param name="RevokedAt">When it was taken back; null while it holds.</param>
/// <param name="RevokedBy">What the key is called that did so.</param>
/// <param name="Reason">Why, if somebody said so.</param>
public sealed record ConsentResponse(
    string Id, string AvatarId, string Person, string Words, DateTimeOffset AgreedAt, DateTimeOffset RecordedAt, string RecordedBy, string? Clip, double? Distance, double? Limit,
    DateTimeOffset? RevokedAt, string? RevokedBy, string? Reason)
{
    public static ConsentResponse From(ConsentRow row) => new(
        row.Id, row.AvatarId, row.Person, row.Words, row.AgreedAt, row.RecordedAt, row.RecordedBy, row.ClipName, row.Distance, row.Limit, row.RevokedAt, row.RevokedBy, row.Reason);
}

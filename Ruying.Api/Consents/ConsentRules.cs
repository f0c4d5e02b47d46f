using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Pipeline;

namespace Ruying.Api.Consents;

/// <summary>What a consent must say, and what needs one.</summary>
public static class ConsentRules
{
    public const int PersonLimit = 100, WordsLimit = 2000;

    /// <summary>Clocks differ, and a date may be meant where a moment is sent.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>A moment as forms send it: ISO 8601, a date alone will do.</summary>
    /// <exception cref="RequestException"><c>consent.date</c>.</exception>
    public static DateTimeOffset? ParseDate(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment
        : throw RequestException.Invalid("consent.date", "The day of the consent is written as 2026-05-31.");

    /// <summary>The record, if it is fit to be kept.</summary>
    /// <exception cref="RequestException"><c>consent.missing</c>, <c>consent.too_long</c>, <c>consent.date</c>.</exception>
    public static ConsentRow Row(string id, string avatarId, ConsentRequest request, string recordedBy, DateTimeOffset now)
    {
        var (person, words) = (request.Person?.Trim() ?? "", request.Words?.Trim() ?? "");
        if (person.Length == 0 || words.Length == 0)
        {
            throw RequestException.Invalid("consent.missing", "Nothing is built without consent: say who agreed (consentBy) and to which words (consent).");
        }

        if (person.Length > PersonLimit || words.Length > WordsLimit)
        {
            throw RequestException.Invalid("consent.too_long", $"The person's name has up to {PersonLimit} characters, the words agreed to up to {WordsLimit}; shorten them.");
        }

        var agreed = request.AgreedAt ?? now;
        if (agreed > now + Ahead || agreed.Year < 1990)
        {
            throw RequestException.Invalid("consent.date", "The day of the consent lies in the future or too far back.");
        }

        return new ConsentRow { Id = id, AvatarId = avatarId, Person = person, Words = words, AgreedAt = agreed, RecordedAt = now, RecordedBy = recordedBy };
    }

    /// <summary>The record in one line, as it is written into the package.</summary>
    public static string Line(ConsentRow row) => FormattableString.Invariant($"{row.Person} agreed on {row.AgreedAt:yyyy-MM-dd}: {row.Words}");

    /// <summary>Refuses where the avatar's last consent was taken back.</summary>
    /// <exception cref="RequestException"><c>consent.revoked</c>.</exception>
    public static async Task RequireAsync(RuyingDb db, string avatarId, CancellationToken cancellationToken)
    {
        if (await IsRevokedAsync(db, avatarId, cancellationToken))
        {
            throw RequestException.Conflict("consent.revoked", Revoked);
        }
    }

    /// <summary>The same for a job that is about to work.</summary>
    /// <exception cref="AvatarException"><c>consent.revoked</c>.</exception>
    public static async Task RequireForJobAsync(RuyingDb db, string avatarId, CancellationToken cancellationToken)
    {
        if (await IsRevokedAsync(db, avatarId, cancellationToken))
        {
            throw new AvatarException("consent.revoked", Revoked);
        }
    }

    /// <summary>Whether the avatar's last consent was taken back; whoever asks need not own it.</summary>
    public static async Task<bool> IsRevokedAsync(RuyingDb db, string avatarId, CancellationToken cancellationToken) =>
        await Of(db.Consents.IgnoreQueryFilters(), avatarId).FirstOrDefaultAsync(cancellationToken) is { RevokedAt: not null };

    /// <summary>An avatar's last consent; null of one that is older than such records.</summary>
    public static Task<ConsentRow?> FindAsync(RuyingDb db, string avatarId, CancellationToken cancellationToken) =>
        Of(db.Consents, avatarId).FirstOrDefaultAsync(cancellationToken);

    private static IQueryable<ConsentRow> Of(IQueryable<ConsentRow> consents, string avatarId) => consents.Where(c => c.AvatarId == avatarId).OrderByDescending(c => c.Id);

    private const string Revoked = "The person took the consent back: this avatar makes no videos any more.";
}

namespace Ruying.Api.Usage;

/// <summary>What each owner may have; null where there is no limit.</summary>
/// <param name="StoredBytes">Bytes of uploads, avatars and videos (<c>Ruying:Quota</c>).</param>
/// <param name="FileBytes">Bytes of one file.</param>
/// <param name="ScriptCharacters">Characters of one script.</param>
/// <param name="Jobs">Jobs that may wait or run.</param>
/// <param name="Drafts">Drafts.</param>
/// <param name="RequestsPerMinute">Requests a minute for each key.</param>
public sealed record UsageLimits(long? StoredBytes, long FileBytes, int ScriptCharacters, int Jobs, int Drafts, int? RequestsPerMinute)
{
    public static UsageLimits Of(ServiceOptions options) => new(
        options.Quota == 0 ? null : options.Quota,
        options.UploadLimit,
        options.ScriptLimit,
        options.QueueLimit,
        options.DraftLimit,
        options.RateLimit == 0 ? null : options.RateLimit);
}

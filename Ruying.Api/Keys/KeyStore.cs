using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Pipeline;

namespace Ruying.Api.Keys;

/// <summary>The keys that open the service. May be used from several threads and processes.</summary>
public sealed partial class KeyStore(IDbContextFactory<RuyingDb> databases, TimeProvider time)
{
    /// <summary>Whose things are those made before there was a key, and of keys that name no owner.</summary>
    public const string LocalOwner = "local";

    /// <summary>So that a key is recognised where somebody left it.</summary>
    private const string Beginning = "ruying_";

    private const int NameLimit = 100;

    /// <summary>How long an answer to "is there a key?" is believed.</summary>
    private static readonly TimeSpan Belief = TimeSpan.FromSeconds(2);

    // Of this store and no other: a compiled query belongs to one kind of database.
    private readonly Func<RuyingDb, string, CancellationToken, Task<KeyRow?>> _byHash = EF.CompileAsyncQuery(
        (RuyingDb db, string hash, CancellationToken _) => db.Keys.AsNoTracking().SingleOrDefault(k => k.Hash == hash));

    private readonly Func<RuyingDb, string, CancellationToken, Task<KeyRow?>> _byId = EF.CompileAsyncQuery(
        (RuyingDb db, string id, CancellationToken _) => db.Keys.AsNoTracking().SingleOrDefault(k => k.Id == id));

    private (bool Any, long At)? _any;

    /// <summary>Makes a key.</summary>
    /// <param name="name">What people call it, 1 to 100 characters.</param>
    /// <param name="owner">Whose things it opens: 1 to 40 of a-z, 0-9 and hyphens.</param>
    /// <param name="scopes">What it may do.</param>
    /// <param name="lifetime">How long it opens; null for good.</param>
    /// <param name="cancellationToken">Stops before it is kept.</param>
    /// <returns>The row, and the key itself, which is told here only.</returns>
    /// <exception cref="ScriptException"><c>key.name</c>, <c>key.owner</c>, <c>key.lifetime</c>.</exception>
    public async Task<(KeyRow Row, string Key)> CreateAsync(string name, string owner, KeyScopes scopes, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > NameLimit)
        {
            throw new ScriptException("key.name", $"A key needs a name of 1 to {NameLimit} characters.");
        }

        if (!OwnerName().IsMatch(owner))
        {
            throw new ScriptException("key.owner", "An owner is named by 1 to 40 of a-z, 0-9 and hyphens, a letter or digit first.");
        }

        if (lifetime <= TimeSpan.Zero)
        {
            throw new ScriptException("key.lifetime", "A key's lifetime is a number of days above 0.");
        }

        var key = Beginning + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        var row = new KeyRow
        {
            Id = Storage.Ids.New(time),
            OwnerId = owner,
            Name = name.Trim(),
            Hash = Hash(key),
            Scopes = KeyScopeNames.Text(scopes),
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        };
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        _any = null;
        return (row, key);
    }

    /// <summary>The row of a key that opens; null for another text, and where it has expired or was revoked. Notes that it was used.</summary>
    public async Task<KeyRow?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return await UseAsync(_byHash, Hash(key), cancellationToken);
    }

    /// <summary>The same by the row's id, for sessions.</summary>
    public Task<KeyRow?> FindAsync(string id, CancellationToken cancellationToken) => UseAsync(_byId, id, cancellationToken);

    /// <summary>All keys, the newest first.</summary>
    public async Task<IReadOnlyList<KeyRow>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Keys.AsNoTracking().OrderByDescending(k => k.Id).ToListAsync(cancellationToken);
    }

    /// <summary>A key opens no longer.</summary>
    /// <returns>False where there is no such key.</returns>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Keys.Where(k => k.Id == id && k.RevokedAt == null).ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAt, now), cancellationToken);
        return await db.Keys.AnyAsync(k => k.Id == id, cancellationToken);
    }

    /// <summary>Whether a key was ever made: from then on everybody needs one. Believed for two seconds.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        if (_any is { } known && time.GetElapsedTime(known.At) < Belief)
        {
            return known.Any;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var any = await db.Keys.AnyAsync(cancellationToken);
        _any = (any, time.GetTimestamp());
        return any;
    }

    /// <summary>Whether somebody can administer the service.</summary>
    public async Task<bool> AnyAdminAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return (await ListAsync(cancellationToken)).Any(k => Opens(k, now) && KeyScopeNames.Parse(k.Scopes).HasFlag(KeyScopes.Admin));
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex OwnerName();

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static bool Opens(KeyRow key, DateTimeOffset now) => key.RevokedAt is null && (key.ExpiresAt is not { } end || end > now);

    private async Task<KeyRow?> UseAsync(Func<RuyingDb, string, CancellationToken, Task<KeyRow?>> find, string which, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var key = await find(db, which, cancellationToken);
        if (key is null || !Opens(key, now))
        {
            return null;
        }

        if (key.LastUsedAt is not { } last || now - last >= TimeSpan.FromMinutes(1))
        {
            await db.Keys.Where(k => k.Id == key.Id).ExecuteUpdateAsync(s => s.SetProperty(k => k.LastUsedAt, now), cancellationToken);
        }

        return key;
    }
}

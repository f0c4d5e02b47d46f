using Ruying.Api.Audit;
using Ruying.Api.Problems;

namespace Ruying.Api.Keys;

/// <summary>What admins may do with keys.</summary>
public sealed class KeyService(KeyStore keys)
{
    /// <summary>All keys, the newest first.</summary>
    public async Task<IReadOnlyList<KeyResponse>> ListAsync(CancellationToken cancellationToken) => [.. (await keys.ListAsync(cancellationToken)).Select(KeyResponse.From)];

    /// <summary>Makes a key.</summary>
    /// <param name="request">Which.</param>
    /// <param name="context">The request, whose entry in the audit log names the key.</param>
    /// <param name="cancellationToken">Stops before it is kept.</param>
    /// <returns>With the key itself, this once.</returns>
    /// <exception cref="Ruying.Pipeline.ScriptException"><c>key.name</c>, <c>key.owner</c>, <c>key.scope</c>, <c>key.lifetime</c>.</exception>
    public async Task<CreatedKey> CreateAsync(CreateKeyRequest request, HttpContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var lifetime = request.Days is { } days ? TimeSpan.FromDays(Math.Clamp(days, -1, 36_500)) : (TimeSpan?)null;
        var (row, key) = await keys.CreateAsync(request.Name, request.Owner ?? KeyStore.LocalOwner, KeyScopeNames.Parse(request.Scopes), lifetime, cancellationToken);
        context.Concerns($"keys/{row.Id} of {row.OwnerId}: {row.Scopes}");
        return new CreatedKey(key, KeyResponse.From(row));
    }

    /// <summary>A key opens no longer.</summary>
    /// <exception cref="RequestException"><c>key.unknown</c>.</exception>
    public async Task RevokeAsync(string id, CancellationToken cancellationToken)
    {
        if (!await keys.RevokeAsync(id, cancellationToken))
        {
            throw RequestException.NotFound("key.unknown", "There is no such key.");
        }
    }
}

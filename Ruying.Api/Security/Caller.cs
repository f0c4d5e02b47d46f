using System.Security.Claims;
using Ruying.Api.Data;
using Ruying.Api.Keys;

namespace Ruying.Api.Security;

/// <summary>Who asks.</summary>
internal static class Caller
{
    private const string OwnerClaim = "owner", KeyClaim = "key", ScopesClaim = "scopes";

    /// <summary>The owner's name; null of somebody unknown.</summary>
    public static string? Owner(ClaimsPrincipal user) => user.FindFirst(OwnerClaim)?.Value;

    /// <summary>The owner's name, of somebody who was let in.</summary>
    public static string Require(ClaimsPrincipal user) => Owner(user) ?? throw new InvalidOperationException("Nobody unknown gets this far.");

    /// <summary>The key's id; null where none was needed.</summary>
    public static string? Key(ClaimsPrincipal user) => user.FindFirst(KeyClaim)?.Value;

    /// <summary>What the caller may do.</summary>
    public static KeyScopes Scopes(ClaimsPrincipal user) => user.FindFirst(ScopesClaim)?.Value is { } scopes ? KeyScopeNames.Parse(scopes) : KeyScopes.None;

    /// <summary>Whether the caller may make, change and delete.</summary>
    public static bool MayWrite(ClaimsPrincipal user) => Scopes(user).HasFlag(KeyScopes.Write);

    /// <summary>Whether the caller runs the service.</summary>
    public static bool IsAdmin(ClaimsPrincipal user) => Scopes(user).HasFlag(KeyScopes.Admin);

    /// <summary>The bearer of a key.</summary>
    public static ClaimsPrincipal Bearer(KeyRow key, string scheme) => new(new ClaimsIdentity(
        [new(OwnerClaim, key.OwnerId), new(KeyClaim, key.Id), new(ScopesClaim, key.Scopes), new(ClaimTypes.Name, key.Name)], scheme));

    /// <summary>Whoever sits at this machine, while no key was made.</summary>
    public static ClaimsPrincipal AtThisMachine(string scheme) => new(new ClaimsIdentity(
        [new(OwnerClaim, KeyStore.LocalOwner), new(ScopesClaim, "read,write,admin"), new(ClaimTypes.Name, KeyStore.LocalOwner)], scheme));
}

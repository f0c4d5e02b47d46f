using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Keys;
using Ruying.Api.Languages;
using Ruying.Api.Problems;
using Ruying.Api.Security;

namespace Ruying.Api.Pages.Manage;

/// <summary>Keys that open the service.</summary>
[AdminOnly]
public sealed class KeysPage(KeyService keys, KeyStore store, Phrases say) : ManagePage(say)
{
    private const string SecretKey = "Key";

    /// <summary>The newest first.</summary>
    public IReadOnlyList<KeyResponse> Keys { get; private set; } = [];

    /// <summary>A key that was just made, told this once.</summary>
    public string? Secret { get; private set; }

    /// <summary>Whether nobody needed a key so far: the first one is an admin's, and signs in whoever makes it.</summary>
    public bool IsFirst => Caller.Key(User) is null;

    /// <summary>The key that the caller came with.</summary>
    public string? Own => Caller.Key(User);

    /// <summary>A form that was refused.</summary>
    public CreateKeyRequest? Sent { get; private set; }

    public async Task<IActionResult> OnPostAsync(string? name, string? owner, string? scopes, double? days, CancellationToken cancellationToken)
    {
        var request = new CreateKeyRequest(name ?? "", string.IsNullOrWhiteSpace(owner) ? null : owner.Trim(), IsFirst ? "admin" : scopes ?? "", days);
        if (!ModelState.IsValid)
        {
            return await RefuseAsync(RequestException.Invalid("key.lifetime", "A key's lifetime is a number of days above 0."), cancellationToken);
        }

        try
        {
            var created = await keys.CreateAsync(request, HttpContext, cancellationToken);
            TempData[SecretKey] = created.Key;
            if (IsFirst && await store.OpenAsync(created.Key, cancellationToken) is { } row)
            {
                // From now on everybody needs a key: whoever made it has one.
                await Sessions.OpenAsync(HttpContext, row);
            }

            return Redirect("/manage/keys");
        }
        catch (Exception exception) when (Refusal.Is(exception))
        {
            Sent = request;
            return await RefuseAsync(exception, cancellationToken);
        }
    }

    public Task<IActionResult> OnPostRevokeAsync(string key, CancellationToken cancellationToken) => DoAsync(() => keys.RevokeAsync(key, cancellationToken), "/manage/keys", cancellationToken);

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        Keys = await keys.ListAsync(cancellationToken);
        Secret = TempData[SecretKey] as string;
    }
}

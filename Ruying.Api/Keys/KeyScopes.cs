using Ruying.Pipeline;

namespace Ruying.Api.Keys;

/// <summary>What a key may do: each includes those before it.</summary>
[Flags]
public enum KeyScopes
{
    None = 0,

    /// <summary>Look.</summary>
    Read = 1,

    /// <summary>Make, change and delete.</summary>
    Write = 2,

    /// <summary>Keys and models.</summary>
    Admin = 4,
}

/// <summary>Scopes as text.</summary>
public static class KeyScopeNames
{
    /// <summary>Reads names with commas between them: <c>read</c>, <c>write</c>, <c>admin</c>.</summary>
    /// <exception cref="ScriptException"><c>key.scope</c>.</exception>
    public static KeyScopes Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var scopes = KeyScopes.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            scopes |= name switch
            {
                "read" => KeyScopes.Read,
                "write" => KeyScopes.Read | KeyScopes.Write,
                "admin" => KeyScopes.Read | KeyScopes.Write | KeyScopes.Admin,
                _ => throw new ScriptException("key.scope", $"There is no scope '{name}': give read, write or admin, with commas between them."),
            };
        }

        return scopes != KeyScopes.None ? scopes : throw new ScriptException("key.scope", "A key needs a scope: read, write or admin.");
    }

    /// <summary>The names with commas between them.</summary>
    public static string Text(KeyScopes scopes) =>
        string.Join(',', Enum.GetValues<KeyScopes>().Where(s => s != KeyScopes.None && scopes.HasFlag(s)).Select(s => s.ToString().ToLowerInvariant()));
}

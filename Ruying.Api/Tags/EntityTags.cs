using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Ruying.Api.Tags;

/// <summary>Entity tags (RFC 9110, 8.8.3): all of them strong, made of the bytes that are sent or of a file that is published once.</summary>
internal static class EntityTags
{
    /// <summary>The tag of these bytes, without the quotes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));

    /// <summary>
    /// The tag of a file. Ours appear by one rename and are never written to again, so that length and moment of writing
    /// (100 ns) tell one from another without reading gigabytes.
    /// </summary>
    public static EntityTagHeaderValue OfFile(string path) => new(OfFile(new FileInfo(path)));

    /// <summary>The same, as text with its quotes.</summary>
    public static string OfFile(FileInfo file) => string.Create(CultureInfo.InvariantCulture, $"\"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}\"");

    /// <summary>Whether a header such as If-None-Match names the tag, or is <c>*</c>.</summary>
    /// <param name="header">The header's values.</param>
    /// <param name="tag">Without the quotes.</param>
    /// <param name="weakly">Whether weak tags count, as for If-None-Match; not for If-Match.</param>
    public static bool Names(StringValues header, string tag, bool weakly) =>
        EntityTagHeaderValue.TryParseList(header, out var sent)
        && sent.Any(t => t.Equals(EntityTagHeaderValue.Any) || ((weakly || !t.IsWeak) && t.Tag.Equals($"\"{tag}\"", StringComparison.Ordinal)));
}

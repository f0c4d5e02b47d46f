using System.Text;
using Ruying.Api.Problems;

namespace Ruying.Api.Uploads.Tus;

/// <summary>What a client tells about an upload in <c>Upload-Metadata</c>: keys, and values in Base64.</summary>
/// <param name="Values">The values' bytes by key; keys differ in case.</param>
internal sealed record TusMetadata(IReadOnlyDictionary<string, byte[]> Values)
{
    /// <summary>The longest header taken, in characters.</summary>
    public const int Limit = 8192;

    /// <summary>What the client calls the file, safe to show; null where it does not say.</summary>
    public string? FileName =>
        (Values.GetValueOrDefault("filename") ?? Values.GetValueOrDefault("name")) is { Length: > 0 } name ? Storage.UploadReader.DisplayName(Encoding.UTF8.GetString(name)) : null;

    /// <summary>Reads the header; null and nothing but space are no metadata.</summary>
    /// <exception cref="RequestException"><c>tus.metadata</c>.</exception>
    public static TusMetadata Parse(string? header)
    {
        var values = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(header))
        {
            return new TusMetadata(values);
        }

        if (header.Length > Limit)
        {
            throw Refused($"it is longer than {Limit} characters");
        }

        foreach (var pair in header.Split(','))
        {
            var parts = pair.Trim(' ').Split(' ');
            if (parts.Length > 2 || parts[0].Length == 0 || !parts[0].All(c => c is > ' ' and <= '~'))
            {
                throw Refused("it is no list of keys, each with a space and a value, with commas between them");
            }

            if (!values.TryAdd(parts[0], Decode(parts.ElementAtOrDefault(1) ?? "")))
            {
                throw Refused("it has a key twice");
            }
        }

        return new TusMetadata(values);
    }

    private static byte[] Decode(string text)
    {
        // Longer than it can be by one character at most.
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return text.All(c => c is > ' ' and <= '~') && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : throw Refused("a value is no Base64");
    }

    private static RequestException Refused(string why) =>
        new(StatusCodes.Status400BadRequest, "tus.metadata", $"The Upload-Metadata cannot be read: {why}.");
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Ruying.Api.Storage;

namespace Ruying.Api.Idempotency;

/// <summary>What tells one request from another: method, address and body; of a form its fields and files, whatever its boundary.</summary>
internal static class RequestFingerprint
{
    /// <summary>Reads the body to its end.</summary>
    /// <returns>SHA-256 in hexadecimal digits.</returns>
    /// <exception cref="IOException">The form ends early.</exception>
    /// <exception cref="InvalidDataException">Its headers are too large.</exception>
    public static async Task<string> ComputeAsync(HttpRequest request, Stream body, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, request.Method);
        Append(hash, request.Path + request.QueryString);
        if (UploadReader.Boundary(request) is not { } boundary)
        {
            Append(hash, await SHA256.HashDataAsync(body, cancellationToken));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        for (var reader = new MultipartReader(boundary, body); await reader.ReadNextSectionAsync(cancellationToken) is { } section;)
        {
            var named = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition);
            Append(hash, named ? disposition!.Name.ToString() : "");
            Append(hash, named ? disposition!.FileName.ToString() : "");
            Append(hash, await SHA256.HashDataAsync(section.Body, cancellationToken));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text) => Append(hash, Encoding.UTF8.GetBytes(text));

    private static void Append(IncrementalHash hash, byte[] part)
    {
        // With its length, so that two parts never read as one.
        hash.AppendData(Encoding.ASCII.GetBytes(part.Length.ToString(CultureInfo.InvariantCulture) + ":"));
        hash.AppendData(part);
    }
}

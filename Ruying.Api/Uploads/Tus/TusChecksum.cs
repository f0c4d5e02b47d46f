using System.Security.Cryptography;
using Ruying.Api.Problems;

namespace Ruying.Api.Uploads.Tus;

/// <summary>What the bytes of one request must amount to (<c>Upload-Checksum</c>). It guards against damage on the way, not against anybody: SHA-1 and MD5 will do.</summary>
internal sealed class TusChecksum : IDisposable
{
    /// <summary>The status of bytes with another checksum; tus' own.</summary>
    public const int MismatchStatus = 460;

    private static readonly Dictionary<string, (HashAlgorithmName Name, int Bytes)> Known = new(StringComparer.Ordinal)
    {
        ["sha1"] = (HashAlgorithmName.SHA1, SHA1.HashSizeInBytes),
        ["sha256"] = (HashAlgorithmName.SHA256, SHA256.HashSizeInBytes),
        ["md5"] = (HashAlgorithmName.MD5, MD5.HashSizeInBytes),
    };

    private readonly byte[] _expected;
    private readonly IncrementalHash _hash;

    private TusChecksum(HashAlgorithmName algorithm, byte[] expected) => (_hash, _expected) = (IncrementalHash.CreateHash(algorithm), expected);

    /// <summary>The names of the algorithms, with commas between them.</summary>
    public static string Algorithms => string.Join(',', Known.Keys);

    /// <summary>Reads the header; null where there is none.</summary>
    /// <exception cref="RequestException"><c>tus.checksum</c>.</exception>
    public static TusChecksum? Parse(string? header)
    {
        if (header is null)
        {
            return null;
        }

        var parts = header.Split(' ');
        if (parts.Length != 2 || !Known.TryGetValue(parts[0], out var algorithm))
        {
            throw Refused($"give one of {Algorithms}, a space and the checksum in Base64");
        }

        var expected = new byte[algorithm.Bytes + 3];
        return parts[1].All(c => c is > ' ' and <= '~') && Convert.TryFromBase64String(parts[1], expected, out var length) && length == algorithm.Bytes
            ? new TusChecksum(algorithm.Name, expected[..length])
            : throw Refused($"the checksum is no {parts[0]} in Base64");
    }

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>Compares what came with what was announced.</summary>
    /// <exception cref="RequestException"><c>tus.checksum_mismatch</c>.</exception>
    public void Check()
    {
        if (!_hash.GetHashAndReset().AsSpan().SequenceEqual(_expected))
        {
            throw new RequestException(MismatchStatus, "tus.checksum_mismatch", "The bytes arrived damaged: they have another checksum. None of them were kept; send them again.");
        }
    }

    public void Dispose() => _hash.Dispose();

    private static RequestException Refused(string why) => new(StatusCodes.Status400BadRequest, "tus.checksum", $"The Upload-Checksum cannot be read: {why}.");
}

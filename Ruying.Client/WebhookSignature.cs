using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ruying.Client;

/// <summary>For receivers of webhooks: whether a message is the service's, and fresh.</summary>
public static class WebhookSignature
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "Ruying-Signature";

    /// <summary>Whether the message was signed with the secret not long ago.</summary>
    /// <param name="secret">The webhook's secret.</param>
    /// <param name="header">The value of <see cref="Header"/>.</param>
    /// <param name="body">The body as it came, byte for byte.</param>
    /// <param name="now">The moment.</param>
    /// <param name="tolerance">How old it may be, and how far the clocks apart; 5 minutes if null.</param>
    public static bool Verify(string secret, string? header, ReadOnlySpan<byte> body, DateTimeOffset now, TimeSpan? tolerance = null)
    {
        string? seconds = null, signature = null;
        foreach (var part in (header ?? "").Split(','))
        {
            if (part.StartsWith("t=", StringComparison.Ordinal))
            {
                seconds = part[2..];
            }
            else if (part.StartsWith("v1=", StringComparison.Ordinal))
            {
                signature = part[3..];
            }
        }

        if (signature is null
            || !long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var moment)
            || Math.Abs(now.ToUnixTimeSeconds() - moment) > (tolerance ?? TimeSpan.FromMinutes(5)).TotalSeconds)
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes(seconds + "."));
        hash.AppendData(body);
        var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));

        // In constant time: how long a refusal takes must not tell how much was right.
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature));
    }
}

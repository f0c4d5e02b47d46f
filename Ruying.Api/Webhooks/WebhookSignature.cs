using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ruying.Api.Webhooks;

/// <summary>Signs messages: HMAC-SHA256 of the moment, a full stop and the body, so that neither can be changed nor an old one sent again unnoticed.</summary>
public static class WebhookSignature
{
    public const string Header = "Ruying-Signature";

    /// <summary>A new secret: 256 random bits.</summary>
    public static string NewSecret() => "whsec_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The header's value: <c>t=SECONDS,v1=HEX</c>.</summary>
    /// <param name="secret">The webhook's secret; its UTF-8 bytes are the key.</param>
    /// <param name="moment">When the message is sent; receivers refuse what is older than a few minutes.</param>
    /// <param name="body">The body as it is sent.</param>
    public static string Sign(string secret, DateTimeOffset moment, string body)
    {
        var seconds = moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
        return $"t={seconds},v1={Convert.ToHexStringLower(hash)}";
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Ruying.Api.Shares;

/// <summary>What opens a link: nobody guesses 192 random bits.</summary>
internal static class ShareToken
{
    private const int Bytes = 24;

    /// <summary>A new token, 32 characters that need no escape in an address.</summary>
    public static string New() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is kept of it.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

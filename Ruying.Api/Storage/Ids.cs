using System.Globalization;

namespace Ruying.Api.Storage;

/// <summary>Names of our own making for everything kept: 32 hexadecimal digits that sort by time.</summary>
public static class Ids
{
    public static string New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>When it was made; the beginning of time where it is none of ours.</summary>
    public static DateTimeOffset Moment(string id) =>
        // The first 48 bits of a version 7 UUID are milliseconds since 1970 (RFC 9562).
        Guid.TryParseExact(id, "N", out var guid) && guid.Version == 7
            ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(id[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            : DateTimeOffset.MinValue;
}

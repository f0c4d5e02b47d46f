using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Ruying.Api.Uploads.Tus;

/// <summary>The numbers of tus' headers: non-negative integers, in digits and nothing else.</summary>
internal static class TusNumber
{
    public static bool TryParse([NotNullWhen(true)] string? text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Ruying.Api.Problems;
using Ruying.Api.Uploads.Tus;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Uploads;

/// <summary>Laws of the protocol's headers, on headers that are right and on any others.</summary>
public sealed class TusHeaderLawTests
{
    private const string Alphabet = "abzAZ09+/=-_ ,;.\t\n\0\u00e4\u4e2d*";
    private static readonly Gen<string> Any = Gen.Char[Alphabet].Array[0, 60].Select(c => new string(c));
    private static readonly Gen<string> Key = Gen.Char['!', '~'].Where(c => c != ',').Array[1, 12].Select(c => new string(c));
    private static readonly Gen<string> Algorithm = Gen.OneOf(Gen.Const("sha1"), Gen.Const("sha256"), Gen.Const("md5"));

    [Fact]
    public void Metadata_AnyKeysAndValues_ComeBackAsTheyWere() =>
        Gen.Select(Key, Gen.Byte.Array[0, 30]).List[0, 6].Where(pairs => pairs.Select(p => p.Item1).Distinct().Count() == pairs.Count).Sample(pairs =>
        {
            // A value of no bytes may be left out with its space.
            var header = string.Join(',', pairs.Select((p, i) => p.Item2.Length == 0 && i % 2 == 0 ? p.Item1 : $"{p.Item1} {Convert.ToBase64String(p.Item2)}"));
            var read = TusMetadata.Parse(header).Values;
            read.Count.ShouldBe(pairs.Count);
            pairs.ForEach(p => read[p.Item1].ShouldBe(p.Item2));
        });

    [Fact]
    public void Metadata_AnyText_IsReadOrRefusedAndNamesAreSafe() => Gen.OneOf(Any, Any.Select(text => "filename " + Base64(text)), Any.Select(text => $"filename {Base64(text)},{text}")).Sample(header =>
    {
        try
        {
            var metadata = TusMetadata.Parse(header);
            metadata.Values.Keys.ShouldAllBe(key => key.Length > 0 && !key.Contains(' ') && !key.Contains(','));
            if (metadata.FileName is { } name)
            {
                name.Length.ShouldBeInRange(1, 120);
                name.ShouldNotContain("/");
                name.ShouldNotContain("\\");
                name.Any(char.IsControl).ShouldBeFalse();
            }

            // It goes out again as a header's value.
            (string.IsNullOrWhiteSpace(header) || header.All(c => c is >= ' ' and <= '~')).ShouldBeTrue();
        }
        catch (RequestException exception)
        {
            (exception.Status, exception.Code).ShouldBe((400, "tus.metadata"));
        }
    });

    [Fact]
    public void Number_AnyText_IsReadOnlyAsDigits() => Gen.OneOf(Any, Gen.ULong.Select(n => $"{n}"), Gen.Long.Select(n => $"{n}")).Sample(text =>
    {
        if (TusNumber.TryParse(text, out var number))
        {
            number.ShouldBeGreaterThanOrEqualTo(0);
            text.All(char.IsAsciiDigit).ShouldBeTrue();
            number.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(text.TrimStart('0') is { Length: > 0 } digits ? digits : "0");
        }
        else
        {
            (text.Length is > 0 and < 19 && text.All(char.IsAsciiDigit)).ShouldBeFalse();
        }
    });

    [Fact]
    public void Checksum_OfTheBytes_PassesAndOfOthersDoesNot() => Gen.Select(Algorithm, Gen.Byte.Array[1, 200], Gen.Int[0, 199], Gen.Int[1, 50]).Sample((algorithm, bytes, flip, piece) =>
    {
        var header = $"{algorithm} {Convert.ToBase64String(CryptographicOperations.HashData(new HashAlgorithmName(algorithm.ToUpperInvariant()), bytes))}";
        Feed(header, bytes, piece).ShouldBeTrue();
        bytes[flip % bytes.Length] ^= 1;
        Feed(header, bytes, piece).ShouldBeFalse();
    });

    [Fact]
    public void Checksum_AnyText_IsReadOrRefused() => Gen.OneOf(Any, Gen.Select(Algorithm, Any).Select((algorithm, text) => $"{algorithm} {text}"), Gen.Select(Algorithm, Gen.Byte.Array[0, 64]).Select((algorithm, bytes) => $"{algorithm} {Convert.ToBase64String(bytes)}")).Sample(header =>
    {
        try
        {
            using var checksum = TusChecksum.Parse(header);
            var parts = header.Split(' ');
            TusChecksum.Algorithms.Split(',').ShouldContain(parts[0]);
            Convert.FromBase64String(parts[1]).Length.ShouldBe(parts[0] switch { "md5" => 16, "sha1" => 20, _ => 32 });
        }
        catch (RequestException exception)
        {
            (exception.Status, exception.Code).ShouldBe((400, "tus.checksum"));
        }
    });

    private static bool Feed(string header, byte[] bytes, int piece)
    {
        using var checksum = TusChecksum.Parse(header)!;
        foreach (var part in bytes.Chunk(piece))
        {
            checksum.Add(part);
        }

        try
        {
            checksum.Check();
            return true;
        }
        catch (RequestException exception) when (exception.Status == 460)
        {
            return false;
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

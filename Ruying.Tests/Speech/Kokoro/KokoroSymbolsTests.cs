using System.Text;
using Ruying.Pipeline.Speech.Espeak;
using Ruying.Pipeline.Speech.Kokoro;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech.Kokoro;

public sealed class KokoroSymbolsTests
{
    [SkippableTheory]
    [InlineData("en-us", "Now the judge may buy a boat.", "nˈW ðə ʤˈʌʤ mˈA bˈI ɐ bˈOt", "ɐ>ə")]
    [InlineData("en-us", "The church bird is better.", "ðə ʧˈɜɹʧ bˈɜɹd ɪz bˈɛɾəɹ", "")]
    [InlineData("en-gb", "A boat goes out there.", "ɐ bˈQt ɡQz ˈWt ðˈɛː", "ɐ>ə")]
    [InlineData("it", "Grazie, zio.", "ɡrˈatsje dzˈio", "ts>ʦ dz>ʣ")]
    public async Task From_EspeaksSounds_AreMisakis(string language, string text, string expected, string then)
    {
        await using var espeak = Espeak.RequireEngine();
        var clauses = await espeak.TranscribeAsync(text, language, default);
        expected = then.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(expected, (now, pair) => now.Replace(pair.Split('>')[0], pair.Split('>')[1]));
        string.Join(' ', clauses.Select(clause => MisakiSymbols.From(clause.Ipa, language))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("bˈʌʔn\u0329", "bˈʌtn")]
    [InlineData("lˈɪd\u001Fl\u0329", "lˈɪdᵊl")]
    [InlineData("a\u001Fɪ", "aɪ")]
    [InlineData("aɪ", "I")]
    public void From_PartsOfSounds_MapsInsideASoundOnly(string ipa, string expected) => MisakiSymbols.From(ipa, "en-us").ShouldBe(expected);

    [Fact]
    public void From_ForKokoro_NumbersByItsVocabularyAndChoosesTheRowByTheirCount()
    {
        // "h ə l ˈ O , w ˈ ɜ ɹ l d !" with the numbers of Kokoro-82M's config.json.
        TranscribedClause[] clauses = [new("h\u001Fə\u001Fl\u001Fˈoʊ", ","), new("w\u001Fˈɜː\u001Fl\u001Fd", "!")];
        var (parts, missing) = KokoroSymbols.From("Hello, world!", clauses, "en-us", Settings(VoiceStyle.KokoroRows));
        var part = parts.ShouldHaveSingleItem();
        part.Ids.ShouldBe([0, 50, 83, 54, 156, 31, 3, 16, 65, 156, 87, 123, 54, 46, 5, 0]);
        part.StyleRow.ShouldBe(13);
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void From_ForKitten_SplitsWordsFromMarksAndEndsItsOwnWay()
    {
        TranscribedClause[] clauses = [new("h\u001Fə\u001Fl\u001Fˈoʊ", ","), new("w\u001Fˈɜː\u001Fl\u001Fd", "!")];
        var (parts, _) = KokoroSymbols.From("Hello, world!", clauses, "en-us", Settings(1));
        var part = parts.ShouldHaveSingleItem();
        // h ə l ˈ o ʊ _ , _ w ˈ ɜ ː l d _ !
        part.Ids.ShouldBe([0, 50, 83, 54, 156, 57, 135, 16, 3, 16, 65, 156, 87, 158, 54, 46, 16, 5, 10, 0]);
        part.StyleRow.ShouldBe("Hello, world!".Length);
    }

    [Fact]
    public void From_LongSentence_IsCutAtBlanksAndLosesNothing()
    {
        var words = Enumerable.Range(0, 300).Select(i => new string('a', 1 + (i % 7))).ToArray();
        var (parts, _) = KokoroSymbols.From("x", [new TranscribedClause(string.Join(' ', words), ".")], "fr-fr", Settings(VoiceStyle.KokoroRows));
        parts.Count.ShouldBeGreaterThan(2);
        parts.ShouldAllBe(part => part.Ids.Length <= 511 && part.StyleRow == part.Ids.Length - 3);
        parts.Skip(1).ShouldAllBe(part => part.Ids[1] == 16);
        parts.Sum(part => part.Ids.Length - 2).ShouldBe(words.Sum(word => word.Length) + 300);
    }

    [Fact]
    public void From_UnknownSymbols_TellsThem()
    {
        var (parts, missing) = KokoroSymbols.From("x", [new TranscribedClause("a1", "")], "fr-fr", Settings(VoiceStyle.KokoroRows));
        (parts[0].Ids.Length, missing.ShouldHaveSingleItem()).ShouldBe((3, "1"));
        KokoroSymbols.From("x", [new TranscribedClause("1 1", "")], "fr-fr", Settings(VoiceStyle.KokoroRows)).Parts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"vocab":{"a":7},"n_token":178,"istftnet":{"x":[1]}}""")]
    [InlineData("""{"version":"1.0","model":{"type":"WordLevel","vocab":{"a":7}}}""")]
    public void Read_TheModelsOwnFiles_TakesTheirVocabulary(string json)
    {
        var settings = KokoroSettings.Read(Encoding.UTF8.GetBytes(json), [new VoiceStyle("a", new float[256])]);
        settings = KokoroSettings.Read(settings.Write());
        (settings.Vocab!["a"], settings.Vocab.Count, settings.Family).ShouldBe((7, 1, KokoroFamily.Kitten));
    }

    [Fact]
    public void Of_BothVocabularies_HaveTheirKnownNumbers()
    {
        var (kokoro, kitten) = (KokoroVocabulary.Of(KokoroFamily.Kokoro), KokoroVocabulary.Of(KokoroFamily.Kitten));
        (kokoro.Count, kokoro["ᵊ"], kokoro["ᵻ"], kokoro["A"], kokoro["I"], kokoro["\u0303"], kokoro["Y"], kokoro["↗"]).ShouldBe((114, 42, 177, 24, 25, 17, 41, 172));
        (kitten["$"], kitten["ᵻ"], kitten["“"], kitten["a"], kitten["'"]).ShouldBe((0, 177, 14, 43, 176));
        kokoro.Values.Distinct().Count().ShouldBe(kokoro.Count);
    }

    private static KokoroSettings Settings(int rows) => KokoroSettings.Read("{}"u8, [new VoiceStyle("a", new float[rows * 256])]);
}

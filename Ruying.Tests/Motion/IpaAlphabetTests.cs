using CsCheck;
using Ruying.Pipeline.Motion;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Motion;

public sealed class IpaAlphabetTests
{
    [Theory]
    [InlineData("p", Place.Bilabial)]
    [InlineData("bʰ", Place.Bilabial)]
    [InlineData("m̩", Place.Bilabial)]
    [InlineData("f", Place.Labiodental)]
    [InlineData("ʋ", Place.Labiodental)]
    [InlineData("tɕ", Place.Alveolar)]
    [InlineData("ç", Place.Palatal)]
    [InlineData("χ", Place.Velar)]
    [InlineData("ɑ̃", Place.None)]
    [InlineData("õ", Place.None)]
    public void Read_SoundOfAnyLanguage_KnowsItsPlace(string ipa, Place place) => IpaAlphabet.Read(ipa)[0].Place.ShouldBe(place);

    [Fact]
    public void Read_Diphthong_HasBothHalves()
    {
        var halves = IpaAlphabet.Read("aʊ");

        halves.Count.ShouldBe(2);
        halves[0].Openness.ShouldBe(1);
        halves[1].Rounding.ShouldBe(1);
    }

    [Theory]
    [InlineData("õ")]
    [InlineData("ɔ̃")]
    public void Read_NasalVowel_IsNasalAndRounded(string ipa)
    {
        var sound = IpaAlphabet.Read(ipa).ShouldHaveSingleItem();

        sound.Nasal.ShouldBeTrue();
        sound.Rounding.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("_")]
    [InlineData("ˈ")]
    [InlineData("51")]
    public void Read_PauseStressOrTone_IsNothing(string ipa) => IpaAlphabet.Read(ipa).ShouldBeEmpty();

    [Fact]
    public void Read_AnyText_NeverThrows() =>
        Gen.String[Gen.Char, 0, 12].Sample(text => IpaAlphabet.Read(text).Count <= 4 * text.Length + 4);

    [Fact]
    public void Read_UnknownLetter_IsSchwa() => IpaAlphabet.Read("ж").ShouldBe(IpaAlphabet.Read("ə"));
}

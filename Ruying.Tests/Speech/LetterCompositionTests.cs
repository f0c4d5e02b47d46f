using Ruying.Pipeline.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

public sealed class LetterCompositionTests
{
    // From Python's unicodedata.normalize("NFD").
    [Theory]
    [InlineData("Éa", "E\u0301a")]
    [InlineData("ậợǖ", "a\u0323\u0302o\u031B\u0323u\u0308\u0304")]
    [InlineData("çñйが", "c\u0327n\u0303и\u0306か\u3099")]
    [InlineData("ΐأɛ\u0303", "ι\u0308\u0301ا\u0654ɛ\u0303")]
    [InlineData("plain 好 😀", "plain 好 😀")]
    public void Decompose_Letters_AsUnicode(string text, string expected) => LetterComposition.Decompose(text).ShouldBe(expected);
}

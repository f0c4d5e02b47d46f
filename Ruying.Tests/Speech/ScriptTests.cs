using CsCheck;
using Ruying.Pipeline;
using Ruying.Pipeline.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

public sealed class ScriptTests
{
    [Theory]
    [InlineData("One. Two! Three? Four", "One.|Two!|Three?|Four")]
    [InlineData("Dr. Smith paid 3.50 at 5 p.m. yesterday. Good.", "Dr. Smith paid 3.50 at 5 p.m. yesterday.|Good.")]
    [InlineData("J. S. Bach wrote it. \"Really?\" Yes.", "J. S. Bach wrote it.|\"Really?\"|Yes.")]
    [InlineData("彩虹，又稱天弓。國際！「好。」完", "彩虹，又稱天弓。|國際！|「好。」|完")]
    [InlineData("यह इंद्रधनुष कहलाता है। वर्षा में।", "यह इंद्रधनुष कहलाता है।|वर्षा में।")]
    [InlineData("كيف حالك؟ أنا بخير.", "كيف حالك؟|أنا بخير.")]
    [InlineData("Title\nThe text goes\non here.", "Title|The text goes on here.")]
    [InlineData("A\u0000b\u0007 c.\r\n\r\nD\u202E.", "Ab c.|D.")]
    [InlineData("... — !\nWord", "Word")]
    public void Parse_Text_CutsSentences(string text, string expected) =>
        string.Join('|', Script.Parse(text).Sentences.Select(sentence => sentence.Text)).ShouldBe(expected);

    [Fact]
    public void Parse_Breaks_KnowParagraphs() =>
        Script.Parse("One. Two.\n \nThree\nFour.\n\n...\n\n").Sentences.Select(sentence => sentence.Break).ShouldBe(
            [ScriptBreak.Sentence, ScriptBreak.Paragraph, ScriptBreak.Sentence, ScriptBreak.Paragraph]);

    [Fact]
    public void Parse_Decomposed_ComposesAndKeepsOffsets()
    {
        var sentence = Script.Parse("  nai\u0308ve 😀 x").Sentences.Single();
        sentence.Text.ShouldBe("naïve 😀 x");
        sentence.Offset.ShouldBe(2);
        sentence.OffsetOf(sentence.Text.IndexOf('x', StringComparison.Ordinal)).ShouldBe(12);
    }

    [Fact]
    public void Parse_DecomposedVietnamese_Composes() =>
        Script.Parse("Vie\u0323\u0302t Nam").Sentences.Single().Text.ShouldBe("Vi\u1EC7t Nam");

    [Fact]
    public void Parse_HugeSentence_IsCutAndComplete()
    {
        var text = string.Join(' ', Enumerable.Repeat("word, and", 300)) + string.Concat(Enumerable.Repeat("虹", 1000));
        var sentences = Script.Parse(text).Sentences;
        sentences.ShouldAllBe(sentence => sentence.Text.Length <= 400);
        sentences.SkipLast(1).ShouldAllBe(sentence => sentence.Break == ScriptBreak.Clause);
        string.Concat(sentences.Select(sentence => sentence.Text)).Replace(" ", "").ShouldBe(text.Replace(" ", ""));
    }

    [Fact]
    public void Parse_TooLong_SaysSo() =>
        Should.Throw<ScriptException>(() => Script.Parse(new string('a', Script.MaxLength + 1))).Code.ShouldBe("script.too_long");

    [Fact]
    public void Parse_AnyText_OffsetsRiseWithinIt() => Gen.String[Gen.Char, 0, 200].Sample(text =>
    {
        try
        {
            var last = -1;
            foreach (var sentence in Script.Parse(text).Sentences)
            {
                for (var i = 0; i < sentence.Text.Length; i++)
                {
                    sentence.OffsetOf(i).ShouldBeInRange(Math.Max(0, last), text.Length);
                    sentence.EndOf(i).ShouldBeInRange(sentence.OffsetOf(i) + 1, text.Length);
                    last = sentence.OffsetOf(i);
                }
            }
        }
        catch (ScriptException error)
        {
            error.Code.ShouldBe("script.empty");
        }
    });
}

using System.Text;
using Ruying.Pipeline;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Lexicons;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech.Lexicons;

public sealed class LexiconTests
{
    private static readonly Lexicon English = new("en",
    [
        new("sql", "sequel", null), new("New York", "the Big Apple", null), new("york", "Yorkshire", null), new("US", "United States", null),
        new("can", "kann", null), new("C++", "see plus plus", null), new("Ruying", null, "ˈruːjɪŋ"),
    ]);

    private static readonly Lexicon Chinese = new("zh", [new("重庆", "崇庆", null), new("重庆火锅", "火锅", null)]);

    [Theory]
    [InlineData("SQL and MySQL, sql's Sql.", "en-US", "sequel and MySQL, sql's sequel.")]
    [InlineData("In New York, york and new york.", "en", "In the Big Apple, Yorkshire and new Yorkshire.")]
    [InlineData("The US asks us.", "en-GB", "The United States asks us.")]
    [InlineData("I can't, you can: C++.", "en", "I can't, you kann: see plus plus.")]
    [InlineData("SQL", "de", "SQL")]
    [InlineData("我爱重庆火锅和重庆人。", "zh", "我爱火锅和崇庆人。")]
    public void Apply_Words_AreReplacedWhole(string text, string language, string expected)
    {
        var sentence = Script.Parse(text).Sentences.Single();

        var applied = new LexiconReplacer([English, Chinese]).Apply(sentence, language);

        applied.Text.ShouldBe(expected);
        applied.Break.ShouldBe(sentence.Break);
        for (var i = 0; i < applied.Text.Length; i++)
        {
            applied.EndOf(i).ShouldBeInRange(applied.OffsetOf(i) + 1, text.Length);
            applied.OffsetOf(i).ShouldBeGreaterThanOrEqualTo(i == 0 ? 0 : applied.OffsetOf(i - 1));
        }
    }

    [Fact]
    public void Apply_WithGivenSounds_KeepsThemInPlace()
    {
        var sentence = Script.Parse("<speak>SQL by <phoneme ph='ɹuːjɪŋ'>Ruying</phoneme>, Ruying and SQL.</speak>").Sentences.Single();

        var applied = new LexiconReplacer([English]).Apply(sentence, "en");

        applied.Text.ShouldBe("sequel by Ruying, Ruying and sequel.");
        applied.Pronunciations.Select(p => (applied.Text.Substring(p.Start, p.Length), p.Ipa)).ShouldBe([("Ruying", "ɹuːjɪŋ"), ("Ruying", "ˈruːjɪŋ")]);
    }

    [SkippableFact]
    public async Task Speak_WithLexicons_SaysTheirsAndTimesWhatIsWritten()
    {
        await using var speech = Espeak.Require();
        const string text = "SQL by Ruying in New York.";

        var utterance = await speech.SpeakAsync(new SpeechRequest(text, "en-us") { Lexicons = [English, Chinese] });
        var plain = await speech.SpeakAsync(new SpeechRequest("Sequel by xx in the Big Apple.", "en-us"));

        Espeak.ShouldBeSound(utterance, text);
        utterance.Words.Select(w => w.Text).ShouldBe(["SQL", "by", "Ruying", "in", "New York"]);
        string Sounds(Utterance of, int word) => string.Join(' ', of.Phonemes.Where(p => p.Ipa != "_" && p.Start >= of.Words[word].Start - 0.001 && p.Start < of.Words[word].End - 0.001).Select(p => p.Ipa));
        Sounds(utterance, 0).ShouldBe(Sounds(plain, 0));
        string.Join(' ', utterance.Phonemes.Select(p => p.Ipa)).ShouldContain("b aɪ ɹ uː j ɪ ŋ ɪ n");
    }

    [Fact]
    public async Task Read_Pls_ReadsItsPart()
    {
        var lexicon = await ReadAsync("""
            <?xml version="1.0" encoding="UTF-8"?>
            <lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-GB">
              <meta name="author" content="us"/>
              <lexeme role="x"><grapheme>theatre</grapheme><grapheme> theater </grapheme><phoneme prefer="true">ˈθɪətə</phoneme><phoneme>x</phoneme><alias>y</alias></lexeme>
              <lexeme><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias><example>The W3C.</example></lexeme>
              <!-- Composed as scripts are. -->
              <lexeme><grapheme>cafe&#x301;</grapheme><alias>caff</alias></lexeme>
            </lexicon>
            """);

        lexicon.ShouldBe(new Lexicon("en-GB",
            [new("theatre", null, "ˈθɪətə"), new("theater", null, "ˈθɪətə"), new("W3C", "World Wide Web Consortium", null), new("café", "caff", null)]));
    }

    [Theory]
    [InlineData("<lexicon xml:lang='en'><lexeme><grapheme>a</grapheme></lexeme></lexicon>", "line 1, column 25")]
    [InlineData("<lexicon xml:lang='en'>\n<lexeme><word>a</word></lexeme></lexicon>", "line 2, column 10")]
    [InlineData("<lexicon><lexeme/></lexicon>", "xml:lang")]
    [InlineData("<lexicon xml:lang='en' alphabet='x-sampa'/>", "x-sampa")]
    [InlineData("<speak/>", "<lexicon>")]
    [InlineData("<lexicon xml:lang='en'>", "line 1")]
    [InlineData("<!DOCTYPE lexicon SYSTEM 'file:///etc/passwd'><lexicon xml:lang='en'/>", "DTD")]
    [InlineData("not XML", "line 1")]
    public async Task Read_WhatCannotBe_SaysWhere(string pls, string where)
    {
        var error = await Should.ThrowAsync<ScriptException>(() => ReadAsync(pls));
        error.Code.ShouldBe("lexicon.invalid");
        error.Message.ShouldContain(where);
    }

    [Fact]
    public async Task Folder_PutsReadsAndRefuses()
    {
        using var folder = new TempFolder();
        var lexicons = new LexiconFolder(folder.File("lexicons"));
        (await lexicons.ReadAsync()).ShouldBeEmpty();
        var pls = Encoding.UTF8.GetBytes("<lexicon xml:lang='pt-BR'><lexeme><grapheme>oi</grapheme><alias>olá</alias></lexeme></lexicon>");

        await lexicons.PutAsync("pt-br", pls);

        (await lexicons.ReadAsync()).ShouldHaveSingleItem().Language.ShouldBe("pt-BR");
        (await Should.ThrowAsync<ScriptException>(() => lexicons.PutAsync("en", pls))).Code.ShouldBe("lexicon.language");
        (await Should.ThrowAsync<ScriptException>(() => lexicons.PutAsync("../en", pls))).Code.ShouldBe("lexicon.language");
        (await Should.ThrowAsync<ScriptException>(() => lexicons.ReadAsync(folder.File("none.pls")))).Code.ShouldBe("lexicon.invalid");
        Directory.GetFiles(folder.File("lexicons")).Select(Path.GetFileName).ShouldBe(["pt-br.pls"]);
    }

    private static Task<Lexicon> ReadAsync(string pls) => LexiconFile.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(pls)));
}

using Ruying.Pipeline;
using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Espeak;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

public sealed class PronunciationTests
{
    [SkippableTheory]
    [InlineData("en-us", "təˈmɑːtoʊ", "t ə m ɑː ɾ oʊ")]
    [InlineData("en-us", "t͡ʃɛ.ˈl‿ɪst", "tʃ ɛ l ɪ s t")]
    [InlineData("en-gb", "təˈmɑːtəʊ", "t ə m ɑː t əʊ")]
    [InlineData("de", "ʃpiːl t͡suː", "ʃ p iː l ts uː")]
    [InlineData("fr-fr", "bɔ̃ʒuʁ", "b ɔ̃ ʒ u ʁ")]
    [InlineData("es", "ɲoɾa", "ɲ o ɾ a")]
    [InlineData("ru", "ˈmorʲe", "m o rʲ e")]
    [InlineData("hi", "nəˈmʌsteː", "n ə m ʌ s t eː")]
    [InlineData("cmn-latn-pinyin", "ni˨˩˦ xɑu˨˩˦", "n i x ɑu")]
    // English has neither ʏ nor ɓ: the nearest that it has. Its r is written r in dictionaries.
    [InlineData("en-us", "ˈʏɓiruː", "ɪ b i ɹ uː")]
    public async Task Speak_GivenSounds_SaysThem(string voice, string ipa, string expected)
    {
        await using var speech = Espeak.Require();
        var ssml = $"<speak><phoneme alphabet='ipa' ph='{ipa}'>word</phoneme></speak>";

        var utterance = await speech.SpeakAsync(new SpeechRequest(ssml, voice));

        Espeak.ShouldBeSound(utterance, Script.Parse(ssml).Text);
        string.Join(' ', utterance.Phonemes.Where(p => p.Ipa != "_").Select(p => p.Ipa)).ShouldBe(expected);
        utterance.Words.ShouldHaveSingleItem().Text.ShouldBe("word");
    }

    [Fact]
    public void Write_StressAndTones_StandWhereTheEngineWantsThem()
    {
        var sounds = new EspeakSounds([["n", "n"], ["i", "i"], ["X", "x"], ["A", "ɑ"], ["A:", "ɑː"], ["Au", "ɑu"], ["N", "ŋ"], ["214", "214"], ["s", "s"], ["s#", "s"], ["l-", "l̩"]]);
        string Write(string ipa) => sounds.Write(new Pronunciation(0, 1, ipa, "Here"), "voice");

        Write("ˈni˨˩˦ xɑu˨˩˦").ShouldBe("n|'i214||X|Au214");
        Write("xɑŋ˨˩˦").ShouldBe("X|A214|N");
        Write("ni˥˥").ShouldBe("n|i");
        Write("ˌsnɑːˈsl̩").ShouldBe("s|n|,A:|s|'l-");
    }

    [SkippableFact]
    public async Task Speak_GivenSoundsWithinASentence_KeepsTheOthersAndTheirTimes()
    {
        await using var speech = Espeak.Require();
        const string ssml = "<speak>I say <phoneme ph='təˈmɑːtoʊ ˈsuːp'>tomato soup</phoneme>, [[həlˈoʊ]] not <phoneme ph='pəˈteɪtoʊ'>potato</phoneme>.</speak>";

        var utterance = await speech.SpeakAsync(new SpeechRequest(ssml, "en-us"));

        var script = Script.Parse(ssml);
        Espeak.ShouldBeSound(utterance, script.Text);
        utterance.Words.Select(w => w.Text).ShouldBe(["I", "say", "tomato", "soup", "həlˈoʊ", "not", "potato"]);
        var plain = await speech.SpeakAsync(new SpeechRequest("I say tomato soup, [[həlˈoʊ]] not potato.", "en-us"));
        plain.Phonemes.ShouldContain(p => p.Ipa == "eɪ" && p.Start > plain.Words[2].Start && p.End <= plain.Words[3].Start + 0.01);
        utterance.Phonemes.ShouldNotContain(p => p.Ipa == "eɪ" && p.Start > utterance.Words[2].Start && p.End <= utterance.Words[3].Start + 0.01);
        utterance.Words[^1].Start.ShouldBe(plain.Words[^1].Start, 0.25);
        CaptionSplitter.Split(script, utterance.Words, utterance.Audio.Seconds).SelectMany(c => c.Lines).ShouldBe(["I say tomato soup, [[həlˈoʊ]] not potato."]);
    }

    [SkippableTheory]
    [InlineData("ˈXYZ", "X")]
    [InlineData("kæ9t", "9")]
    [InlineData("ˈ", "ˈ")]
    [InlineData("привет", "п")]
    public async Task Speak_WhatIsNoIpa_SaysWhere(string ipa, string sign)
    {
        await using var speech = Espeak.Require();
        var ssml = $"<speak>A\n<phoneme ph='{ipa}'>word</phoneme></speak>";

        var error = await Should.ThrowAsync<ScriptException>(() => speech.SpeakAsync(new SpeechRequest(ssml, "en-us")));

        error.Code.ShouldBe("script.phoneme_unknown");
        error.Message.ShouldContain("Line 2, column 2");
        error.Message.ShouldContain($"“{sign}”");
    }

    [Theory]
    [InlineData("<phoneme ph=''>a</phoneme>")]
    [InlineData("<phoneme>a</phoneme>")]
    [InlineData("<phoneme ph='a'/>")]
    [InlineData("<phoneme ph='a'>One. Two.</phoneme>")]
    [InlineData("<phoneme alphabet='x-sampa' ph='a'>a</phoneme>")]
    [InlineData("<mark/>")]
    [InlineData("<mark name=''/>")]
    public void Parse_WhatCannotBe_SaysWhere(string element)
    {
        var error = Should.Throw<ScriptException>(() => Script.Parse($"<speak>x {element} y</speak>"));
        error.Code.ShouldBe("script.ssml_unsupported");
        error.Message.ShouldContain("Line 1, column 11");
    }

    [SkippableTheory]
    [InlineData("[[həlˈoʊ]]")]
    [InlineData("[[t@m'A:toU]] soup [[")]
    public async Task Speak_BracketsOfTheWriter_AreNoSounds(string text)
    {
        await using var speech = Espeak.Require();
        var without = text.Replace('[', ' ').Replace(']', ' ');

        var utterance = await speech.SpeakAsync(new SpeechRequest(text, "en-us"));
        var given = await speech.SpeakAsync(new SpeechRequest($"<speak>{text.Replace("<", "")} <phoneme ph='a'>a</phoneme></speak>", "en-us"));
        var plain = await speech.SpeakAsync(new SpeechRequest(without, "en-us"));

        // Spelled as the letters are, whether or not the sentence has sounds of ours as well.
        string[] Sounds(Utterance spoken) => [.. spoken.Phonemes.Where(p => p.Ipa != "_").Select(p => p.Ipa)];
        Sounds(utterance).ShouldBe(Sounds(plain));
        Sounds(given).SkipLast(1).ShouldBe(Sounds(plain));
    }

    [SkippableFact]
    public async Task Speak_Marks_AreTimed()
    {
        await using var speech = Espeak.Require();
        const string ssml = """
            <speak><mark name="start"/>Hello there, <mark name="middle"/>brave new world.<mark name="end of one"/> <break time="1s"/><mark name="after"/>
            Second <prosody rate="slow"><mark name="slow"/>sentence</prosody> here. <mark name="end"/></speak>
            """;

        var utterance = await speech.SpeakAsync(new SpeechRequest(ssml, "en-us"));

        double At(string word) => utterance.Words.Single(w => w.Text == word).Start;
        utterance.Marks.Select(m => m.Name).ShouldBe(["start", "middle", "end of one", "after", "slow", "end"]);
        utterance.Marks.Take(2).Concat(utterance.Marks.Skip(3).Take(2)).Select(m => m.Seconds).ShouldBe([At("Hello"), At("brave"), At("Second"), At("sentence")]);
        utterance.Marks[2].Seconds.ShouldBeInRange(utterance.Words.Single(w => w.Text == "world").End - 1e-9, At("Second") - 1);
        utterance.Marks[^1].Seconds.ShouldBe(utterance.Words[^1].End, 0.1);
    }

    [SkippableFact]
    public async Task Speak_WordsThatStandForOthers_AreOneWord()
    {
        await using var speech = Espeak.Require();
        const string ssml = "<speak>The <sub alias='World Wide Web'>WWW</sub> grows.</speak>";

        var utterance = await speech.SpeakAsync(new SpeechRequest(ssml, "en-us"));

        Espeak.ShouldBeSound(utterance, Script.Parse(ssml).Text);
        utterance.Words.Select(w => w.Text).ShouldBe(["The", "WWW", "grows"]);
        utterance.Words[1].End.ShouldBe(utterance.Words[2].Start, 0.05);
    }

    [Fact]
    public void Captions_OfAScriptThatShowsMarkup_ShowIt()
    {
        // Shown text that looks like SSML is not read as SSML once more.
        var script = Script.Parse("<speak><s>&lt;speak> is the first element</s> <s>and this the second.</s></speak>");
        var words = script.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = 0;
        var timed = words.Select((w, i) => new WordTiming(w, at = script.Text.IndexOf(w, at, StringComparison.Ordinal), i * 0.4, (i + 1) * 0.4)).ToArray();

        var captions = CaptionSplitter.Split(script, timed, 4);

        captions.SelectMany(c => c.Lines).ShouldBe(["<speak> is the first element", "and this the second."]);
    }

    [Fact]
    public void Speak_Longer_ThanAnHour_IsRefusedEarly()
    {
        var breaks = string.Concat(Enumerable.Repeat("a<break time='10s'/>", 361));
        Should.Throw<ScriptException>(() => SpeechLength.RequireLeast(Script.Parse($"<speak>{breaks}</speak>"), "en", 1)).Code.ShouldBe("script.too_long");
        var chinese = Script.Parse(string.Concat(Enumerable.Repeat("彩虹又稱天弓。", 14_000)));
        Should.Throw<ScriptException>(() => SpeechLength.RequireLeast(chinese, "zh", 1)).Code.ShouldBe("script.too_long");
        SpeechLength.RequireLeast(chinese, "en", 1);
        SpeechLength.RequireLeast(Script.Parse(string.Concat(Enumerable.Repeat("Rainbow ", 12_000))), "en", 1);
        SpeechLength.Require(Script.MaxSeconds);
        Should.Throw<ScriptException>(() => SpeechLength.Require(Script.MaxSeconds + 0.1)).Code.ShouldBe("script.too_long");
    }
}

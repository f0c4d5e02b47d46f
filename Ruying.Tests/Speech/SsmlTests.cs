using Ruying.Pipeline;
using Ruying.Pipeline.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

public sealed class SsmlTests
{
    [Fact]
    public void Parse_Document_ShowsItsTextAndSpeaksItsMeaning()
    {
        var script = Script.Parse("""
            <speak version="1.1" xml:lang="en-US">
              <p><s>The <sub alias="World Wide Web">WWW</sub> &amp; more.</s> <s>Code <say-as interpret-as="characters">ab1</say-as>.</s></p>
              Then<break time="250ms"/> <prosody rate="80%" pitch="+2st" volume="-6dB">slowly</prosody> on.
            </speak>
            """);

        script.Sentences.Select(s => s.Text).ShouldBe(["The World Wide Web & more.", "Code A B 1.", "Then", "slowly", "on."]);
        script.Sentences.Select(s => s.Break).ShouldBe([ScriptBreak.Sentence, ScriptBreak.Paragraph, ScriptBreak.None, ScriptBreak.None, ScriptBreak.Paragraph]);
        script.Sentences[2].Pause.ShouldBe(0.25);
        script.Sentences[3].Style.Rate.ShouldBe(0.8, 1e-9);
        script.Sentences[3].Style.Pitch.ShouldBe(2);
        script.Sentences[3].Style.Volume.ShouldBe(0.501, 0.001);
        script.Text.ShouldContain("The WWW & more.");
        script.Text.ShouldNotContain("World");
        foreach (var sentence in script.Sentences)
        {
            script.Text[sentence.OffsetOf(0)].ShouldBe(sentence.Text[0]);
        }
    }

    [Theory]
    [InlineData("<speak>Hello", "script.ssml_invalid", "line 1")]
    [InlineData("<speak>\n<b>Hello</b></speak>", "script.ssml_unsupported", "Line 2, column 2")]
    [InlineData("<speak><break time='11s'/>x</speak>", "script.ssml_unsupported", "break")]
    [InlineData("<speak><prosody rate='-200%'>x</prosody></speak>", "script.ssml_unsupported", "prosody")]
    [InlineData("<speak><prosody pitch=''>x</prosody></speak>", "script.ssml_unsupported", "prosody")]
    [InlineData("<speak><say-as interpret-as='date' format='mdy'>13/40/2026</say-as></speak>", "script.ssml_unsupported", "13/40/2026")]
    [InlineData("<!DOCTYPE speak [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><speak>&x;</speak>", "script.empty", null)]
    [InlineData("<?xml version='1.0'?><!DOCTYPE speak [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><speak>&x;</speak>", "script.ssml_invalid", "DTD")]
    [InlineData("<speak> <break/> </speak>", "script.empty", null)]
    public void Parse_WhatCannotBe_SaysWhere(string ssml, string code, string? where)
    {
        if (code == "script.empty" && ssml[1] == '!')
        {
            // Not SSML by its start: the text itself is spoken, and nothing of it is resolved.
            Script.Parse(ssml).Text.ShouldBe(ssml);
            return;
        }

        var error = Should.Throw<ScriptException>(() => Script.Parse(ssml));
        error.Code.ShouldBe(code);
        error.Message.ShouldContain(where ?? "");
    }

    [Theory]
    [InlineData("2026-11-24", "ymd", "en", "November 24th 2026")]
    [InlineData("24.11.2026", "dmy", "de", "24. November 2026")]
    [InlineData("24/11/2026", "dmy", "fr", "24 novembre 2026")]
    [InlineData("2026-11-24", "ymd", "zh", "2026年11月24日")]
    public void Parse_Date_IsReadInTheLanguage(string date, string format, string language, string spoken) =>
        Script.Parse($"<speak><lang xml:lang='{language}'><say-as interpret-as='date' format='{format}'>{date}</say-as></lang></speak>")
            .Sentences.Single().Text.ShouldBe(spoken);

    [SkippableFact]
    public async Task Speak_TwoLanguagesAndProsody_SpeaksBoth()
    {
        await using var speech = Espeak.Require();
        const string ssml = "<speak>Good morning. <lang xml:lang='zh'>你好，世界。</lang> <prosody volume='x-soft' rate='slow'>Good morning.</prosody></speak>";

        var utterance = await speech.SpeakAsync(new SpeechRequest(ssml, "en-us"));

        Espeak.ShouldBeSound(utterance, Script.Parse(ssml).Text);
        utterance.Words.Select(w => w.Text).ShouldBe(["Good", "morning", "你", "好", "世", "界", "Good", "morning"]);
        var (first, last) = (utterance.Words.Take(2).ToArray(), utterance.Words.TakeLast(2).ToArray());
        (last[1].End - last[0].Start).ShouldBeGreaterThan(1.15 * (first[1].End - first[0].Start));
        Loudest(utterance, last).ShouldBeLessThan(0.5f * Loudest(utterance, first));
    }

    private static float Loudest(Utterance utterance, IReadOnlyList<WordTiming> words)
    {
        var rate = utterance.Audio.SampleRate;
        return utterance.Audio.Samples.AsSpan((int)(words[0].Start * rate)..(int)(words[^1].End * rate)).ToArray().Max(Math.Abs);
    }
}

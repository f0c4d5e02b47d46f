using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Festival;
using Ruying.Pipeline.Speech.Programs;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

public sealed class FestivalEngineTests
{
    private static readonly bool FullRun = Environment.GetEnvironmentVariable("RUYING_FULL_TESTS") == "1";

    [SkippableTheory]
    [InlineData("kal_diphone", "en-US", "Dr. Smith's map-maker paid $25.50.", "Dr|Smith's|map|maker|paid|$|25.50", "m æ p m eɪ k ɝ")]
    [InlineData("cmu_us_slt_arctic_hts", "en-US", "Hello, \"bob\" bumped 3 papas.", "Hello|bob|bumped|3|papas", "b ɑː b")]
    [InlineData("lp_diphone", "it-IT", "L'arcobaleno è bello, \"papà\" compra 25 bambole.", "L'arcobaleno|è|bello|papà|compra|25|bambole", "p a p a")]
    [InlineData("pc_diphone", "it-IT", "Gli gnomi mangiano.", "Gli|gnomi|mangiano", "ɲ ɔ m i")]
    [InlineData("msu_ru_nsh_clunits", "ru-RU", "Это радуга, и 25 мам.", "Это|радуга|и|25|мам", "m a m")]
    [InlineData("czech_dita", "cs-CZ", "Tady je 25 bab a \"čtyři\" mámy.", "Tady|je|25|bab|a|čtyři|mámy", "tʃ t ɪ r̝ ɪ")]
    [InlineData("czech_machac", "cs-CZ", "Přišla máma.", "Přišla|máma", "m aː m a")]
    [InlineData("suo_fi_lj_diphone", "fi-FI", "Hyvää päivää, äiti pani 25 pappaa.", "Hyvää|päivää|äiti|pani|25|pappaa", "æ i t i")]
    [InlineData("hy_fi_mv_diphone", "fi-FI", "Äiti pani.", "Äiti|pani", "p ɑ n i")]
    [InlineData("upc_ca_ona_hts", "ca-ES", "Bon dia, l'arc té 25 pomes; això.", "Bon|dia|l'arc|té|25|pomes|això", "p o m ə s")]
    [InlineData("hindi_NSK_diphone", "hi-IN", "पानी की 25 बूंदें हैं।", "पानी|की|25|बूंदें|हैं", "p aː n iː")]
    [InlineData("marathi_NSK_diphone", "mr-IN", "बाबा 25 पाणी.", "बाबा|25|पाणी", "b aː b aː")]
    [InlineData("telugu_NSK_diphone", "te-IN", "నమస్తే, బాబు 25.", "నమస్తే|బాబు|25", "n ə m ə s t̪ eː")]
    public async Task SpeakAsync_SentenceOfItsLanguage_TimesWordsAndSounds(string voice, string language, string script, string words, string sounds)
    {
        await using var synthesizer = await ProgramEngines.FestivalAsync(voice);
        var offered = (await synthesizer.GetCatalogAsync()).Find($"festival:{voice}");
        offered.Language.ShouldBe(language);

        var utterance = await synthesizer.SpeakAsync(new SpeechRequest(script, offered.Id));

        Espeak.ShouldBeSound(utterance, script);
        utterance.Words.Select(word => word.Text).ShouldBe(words.Split('|'));
        string.Join(' ', utterance.Phonemes.Select(sound => sound.Ipa)).ShouldContain(sounds);
        utterance.Words.ShouldAllBe(word => word.End - word.Start > 0.03);
    }

    [SkippableTheory]
    [InlineData("kal_diphone", "Peter packed a pocket of pepper, took a tape, kept a cup of tea, and ate a potato at a party.")]
    [InlineData("cmu_us_slt_arctic_hts", "Peter packed a pocket of pepper, took a tape, kept a cup of tea, and ate a potato at a party.")]
    [InlineData("lp_diphone", "Il papà compra la patata, la capra mangia il pepe, e il topo tocca il tetto.")]
    [InlineData("msu_ru_nsh_clunits", "Папа купил пакет, кот потопал на парту, а капитан попал в поток.")]
    [InlineData("czech_dita", "Pepa kopal potok, teta pekla kapra a kapka padá.")]
    [InlineData("suo_fi_lj_diphone", "Pappa potki palloa, kettu katosi ja tyttö keitti puuroa.")]
    [InlineData("upc_ca_ona_hts", "El pare compra patates, la capa tapa el pot i el tap.")]
    [InlineData("hindi_NSK_diphone", "पापा का पत्ता कपड़े पर पकता था।")]
    public async Task SpeakAsync_Stops_AreClosedWhereTheirTimesSay(string voice, string script)
    {
        await using var synthesizer = await ProgramEngines.FestivalAsync(voice);
        var (closures, vowels) = ProgramEngines.Levels(await synthesizer.SpeakAsync(new SpeechRequest(script, $"festival:{voice}")));
        closures.ShouldBeLessThan(0.55);
        vowels.ShouldBeGreaterThan(1);
    }

    [SkippableTheory]
    [InlineData("kal_diphone", ProgramEngines.Sentence)]
    [InlineData("cmu_us_slt_arctic_hts", ProgramEngines.Sentence)]
    [InlineData("lp_diphone", "Un arcobaleno è un fenomeno che produce uno spettro di luce nel cielo quando la luce attraversa le gocce.")]
    [InlineData("msu_ru_nsh_clunits", "Радуга наблюдается, когда солнце освещает множество водяных капель во время дождя.")]
    [InlineData("czech_dita", "Duha je fotometeor, který se projevuje jako skupina soustředných barevných oblouků.")]
    [InlineData("suo_fi_lj_diphone", "Sateenkaari on spektrin väreissä esiintyvä ilmakehän optinen ilmiö.")]
    [InlineData("upc_ca_ona_hts", "L'arc de Sant Martí és un fenomen natural que es produeix quan el sol travessa les gotes d'aigua.")]
    [InlineData("hindi_NSK_diphone", "आकाश में संध्या समय पूर्व दिशा में तथा प्रातःकाल पश्चिम दिशा में इंद्रधनुष दिखाई देता है।")]
    public async Task SpeakAsync_RateAndPitch_AreObeyed(string voice, string script)
    {
        await using var synthesizer = await ProgramEngines.FestivalAsync(voice);
        await ProgramEngines.ShouldObeyAsync(synthesizer, $"festival:{voice}", script);
    }

    [SkippableTheory]
    [InlineData("--help (quit) \" \\ \"")]
    [InlineData("(system \"id\") '(quote) `x` ;comment")]
    [InlineData("Naïve café — “quotes” … 100 % 😀 and 彩虹 and Привет, नमस्ते!")]
    [InlineData("%n %s {} [] <b>bold</b> 1e400 99999999999999999999 x² ½ & $ # @ x")]
    public async Task SpeakAsync_OddText_NeverFails(string script)
    {
        await using var engine = new FestivalEngine(NullLogger.Instance);
        var voices = await engine.ListVoicesAsync(CancellationToken.None);
        Skip.If(voices.Count == 0, "festival is not installed");
        await using var synthesizer = Espeak.Speaking(engine);
        // Voices of Indic scripts read no Latin letters.
        foreach (var voice in (FullRun ? voices : voices.Take(2)).Where(voice => script.Any(char.IsAsciiDigit) || voice.Language is not ("hi-IN" or "mr-IN" or "te-IN")))
        {
            Espeak.ShouldBeSound(await synthesizer.SpeakAsync(new SpeechRequest(script, voice.Id)), script);
        }
    }

    [SkippableFact]
    public async Task SpeakAsync_RandomText_NeverFails()
    {
        Skip.IfNot(FullRun, "in the full run only: ./ruying test --full");
        await using var engine = new FestivalEngine(NullLogger.Instance);
        var voices = await engine.ListVoicesAsync(CancellationToken.None);
        Skip.If(voices.Count == 0, "festival is not installed");
        await using var synthesizer = Espeak.Speaking(engine);
        string[] words =
        [
            "hello", "can't", "3.5", "2023", "U.S.A.", "naïve", "😀", "&", "50%", "$20", "—", "...", "(so)", "\"x\"", "\n\n", "Straße", "œuvre", "彩虹", "世界。",
            "Привет", "ъ", "ь", "सूर्य", "लड़का", "किरणें।", "ा", "्", "అమ్మ", "్", "č", "Ó", "ž", "perché", "ñ", "½", "x²", "http://a.b/c", "[[həl]]", "<b>", "'", "''s",
            "-", "--x", "a-b", "1-2", "1,000,000", "12:30", "5.", "à", "l'", "'l", "McDonald's", "QWRTZ", "zzz", "25", "3/4", "@me", "#1", "0x1F", "\\", "%s", "ß",
        ];
        var gen = Gen.Select(Gen.Int[0, words.Length - 1].Array[1, 12], Gen.Int[0, 1], Gen.Int[0, voices.Count - 1]);
        await gen.SampleAsync(
            async (parts, glue, voice) =>
            {
                var script = string.Join(glue == 0 ? " " : string.Empty, parts.Select(part => words[part]));
                try
                {
                    Espeak.ShouldBeSound(await synthesizer.SpeakAsync(new SpeechRequest(script, voices[voice].Id)), script);
                }
                catch (ScriptException error)
                {
                    error.Code.ShouldBe("script.empty");
                }
            },
            iter: 48,
            threads: 2);
    }

    [SkippableFact]
    public async Task SpeakAsync_FourAtOnce_SameAsAlone()
    {
        await using var synthesizer = await ProgramEngines.FestivalAsync("kal_diphone");
        var request = new SpeechRequest(ProgramEngines.Sentence, "festival:kal_diphone");
        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => synthesizer.SpeakAsync(request)));
        var alone = await synthesizer.SpeakAsync(request);
        foreach (var utterance in together)
        {
            utterance.Audio.Samples.ShouldBe(alone.Audio.Samples);
            utterance.Words.ShouldBe(alone.Words);
        }
    }

    [SkippableFact]
    public async Task SpeakAsync_Cancelled_EndsItsProcess()
    {
        await using var synthesizer = await ProgramEngines.FestivalAsync("kal_diphone");
        await ProgramEngines.ShouldCancelAsync(synthesizer, "festival:kal_diphone", "festival");
    }

    [Fact]
    public async Task ListVoicesAsync_NotInstalled_HasNone()
    {
        await using var engine = new FestivalEngine(NullLogger.Instance, "festival-that-is-not-there");
        (await engine.ListVoicesAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public void Phones_AllOfAllSets_AreSoundsOrPauses()
    {
        PhoneSet[] sets =
        [
            PhoneSet.Radio, FestivalPhones.Italian, FestivalPhones.Russian, FestivalPhones.Czech, FestivalPhones.Finnish, FestivalPhones.Catalan,
            FestivalPhones.Hindi, FestivalPhones.Marathi,
        ];
        foreach (var set in sets)
        {
            foreach (var name in set.Names)
            {
                var (ipa, _) = set.Read(name);
                (ipa == "_" || IpaAlphabet.Read(ipa).Count is 1 or 2).ShouldBeTrue($"{name} is {ipa}");
            }
        }
    }
}

using System.Text;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Kokoro;
using Ruying.Pipeline.Speech.Lexicons;
using Ruying.Pipeline.Speech.Piper;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Hostile;

/// <summary>Scripts, lexicons and configs with bytes changed: only errors with a code may come out.</summary>
public sealed class FuzzedTextTests : IDisposable
{
    private const int Sample = 3000, All = 300_000;

    private static readonly string[] Scripts =
    [
        """<speak version="1.1" xml:lang="en-US"><p><s>The <sub alias="World Wide Web">WWW</sub> &amp; more.</s> <s>Code <say-as interpret-as="characters">ab1</say-as>.</s></p>Then<break time="250ms"/> <prosody rate="80%" pitch="+2st" volume="-6dB">slowly</prosody> on.</speak>""",
        """<?xml version="1.0"?><speak>On <say-as interpret-as="date" format="dmy">3/4/2026</say-as> at <say-as interpret-as="time">10:45</say-as> <phoneme alphabet="ipa" ph="ɹuːjɪŋ">Ruying</phoneme> <mark name="here"/><emphasis level="strong">wins</emphasis> <lang xml:lang="de">Straße</lang> <voice name="x">1,234.5</voice><![CDATA[a<b]]></speak>""",
        "Dr. Smith paid $1,234.56 at 10:45 a.m. on 3/4/2026 … “No!” 你好。世界！ e\u0301 \u202Eabc\u202C 👩‍👩‍👧 https://example.org/a?b=c\r\n\r\nNext; paragraph\u0000\uFEFF",
    ];

    private const string Lexicon = """
        <?xml version="1.0" encoding="UTF-8"?><lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
        <meta name="a" content="b"/><metadata><a/></metadata><lexeme><grapheme>SQL</grapheme><grapheme>sql</grapheme><alias>sequel</alias><example>An SQL.</example></lexeme>
        <lexeme><grapheme>Ruying</grapheme><phoneme>ɹuːjɪŋ</phoneme></lexeme></lexicon>
        """;

    private const string Config = """
        {"audio":{"sample_rate":22050},"espeak":{"voice":"en-us"},"language":{"code":"en_US"},"inference":{"noise_scale":0.667,"length_scale":1,"noise_w":0.8},
        "phoneme_type":"espeak","phoneme_map":{"a":["b"]},"phoneme_id_map":{"_":[0],"^":[1],"$":[2],"a":[3,4]},"num_speakers":2,"speaker_id_map":{"x":0,"y":1}}
        """;

    private static readonly string[] Replacements = ["null", "-1", "1e400", "[]", "{}", "\"\"", "99999999999999999999", "true", "[null]", "{\"a\":null}"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Script_Mutated_IsParsedOrRefusedWithACode()
    {
        var outcomes = new HashSet<string>();
        foreach (var seed in Mutations.Seeds(Sample, All))
        {
            var text = Encoding.UTF8.GetString(Mutations.Of(Encoding.UTF8.GetBytes(Scripts[seed % Scripts.Length]), seed));
            outcomes.Add(await SeededAsync(seed, () =>
            {
                var script = Script.Parse(text);
                foreach (var sentence in script.Sentences)
                {
                    sentence.OffsetOf(0).ShouldBeInRange(0, script.Text.Length - 1);
                    sentence.EndOf(sentence.Text.Length - 1).ShouldBeInRange(1, script.Text.Length);
                }

                return Task.CompletedTask;
            }));
        }

        outcomes.ShouldContain("ok");
        outcomes.ShouldContain("script.ssml_invalid");
    }

    [Theory]
    [InlineData("<p>")]
    [InlineData("<voice>")]
    [InlineData("<prosody rate='90%'>")]
    public void Script_ElementsWithinElements_AreRefusedAndTakeNoStack(string element)
    {
        var count = (Script.MaxLength - 20) / element.Length;
        Should.Throw<ScriptException>(() => Script.Parse("<speak>" + string.Concat(Enumerable.Repeat(element, count)))).Code.ShouldBe("script.ssml_unsupported");
    }

    [Theory]
    [InlineData("<!DOCTYPE lexicon [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><lexicon xml:lang='en'>&b;</lexicon>")]
    [InlineData("<!DOCTYPE lexicon SYSTEM 'http://127.0.0.1:9/a.dtd'><lexicon xml:lang='en'/>")]
    public async Task Lexicon_WithADocumentType_IsRefused(string text) =>
        (await Readers.OutcomeAsync(() => LexiconFile.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text))))).ShouldBe("lexicon.invalid");

    [Fact]
    public async Task Lexicon_Mutated_IsReadOrRefusedWithACode()
    {
        var outcomes = new HashSet<string>();
        foreach (var seed in Mutations.Seeds(Sample, All))
        {
            using var stream = new MemoryStream(Mutations.Of(Encoding.UTF8.GetBytes(Lexicon), seed));
            outcomes.Add(await SeededAsync(seed, () => LexiconFile.ReadAsync(stream)));
        }

        outcomes.Order().ShouldBe(["lexicon.invalid", "ok"]);
    }

    [Fact]
    public async Task VoiceConfig_Mutated_IsReadOrRefusedWithACode()
    {
        var outcomes = new HashSet<string>();
        foreach (var seed in Mutations.Seeds(Sample, All))
        {
            var bytes = seed % 2 == 0 ? Mutations.Of(Encoding.UTF8.GetBytes(Config), seed) : Encoding.UTF8.GetBytes(JsonMutations.Of(Config, seed, Replacements));
            outcomes.Add(await SeededAsync(seed, () =>
            {
                var config = PiperConfig.Read(bytes);
                (config.Tag.Length + config.Speakers.Count).ShouldBeGreaterThan(0);
                return Task.CompletedTask;
            }));
        }

        outcomes.Order().ShouldBe(["model.settings", "ok"]);
    }

    [Fact]
    public async Task Model_Mutated_IsCheckedOrRefusedWithACode()
    {
        var model = await File.ReadAllBytesAsync(Path.Combine(new PipelineOptions().ModelsFolder, "voice-activity", "model.onnx"));
        model = model[..Math.Min(model.Length, 20_000)];
        var outcomes = new HashSet<string>();
        foreach (var seed in Mutations.Seeds(Sample, All))
        {
            var bytes = Mutations.Of(model, seed);
            outcomes.Add(await SeededAsync(seed, () =>
            {
                OnnxFile.Check(bytes);
                return Task.CompletedTask;
            }));
        }

        outcomes.ShouldBeSubsetOf(["ok", "model.not_onnx", "model.external_data"]);
    }

    [Fact]
    public async Task VoicePack_Mutated_IsReadOrRefusedWithACode()
    {
        var path = _folder.File("style.npz");
        var pack = StylePacks.Archive();
        var outcomes = new HashSet<string>();
        foreach (var seed in Mutations.Seeds(300, 30_000))
        {
            await File.WriteAllBytesAsync(path, seed == 1 ? pack : Mutations.Of(pack, seed));
            outcomes.Add(await SeededAsync(seed, () =>
            {
                StylePack.Read(path).Count.ShouldBeGreaterThan(0);
                return Task.CompletedTask;
            }));
        }

        outcomes.ShouldContain("ok");
        outcomes.ShouldContain("model.styles");
    }

    /// <summary>The outcome; what should not come out tells its seed.</summary>
    private static async Task<string> SeededAsync(int seed, Func<Task> work)
    {
        try
        {
            return await Readers.OutcomeAsync(work);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
        }
    }
}

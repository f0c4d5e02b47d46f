using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline;
using Ruying.Pipeline.Onnx;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Piper;
using Ruying.Tests.Speech.Neural;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech.Piper;

public sealed class PiperEngineTests : IDisposable
{
    private readonly VoiceStore _voices = new();

    public void Dispose() => _voices.Dispose();

    [SkippableFact]
    public async Task SpeakAsync_Sentence_SaysEveryNumberWithTheVoicesScales()
    {
        await ImportAsync("tone", TestVoice.Piper(), Config());
        await using var espeak = Espeak.RequireEngine();
        var engine = new PiperEngine(_voices.Store, _voices.Models.Sessions, espeak, NullLogger.Instance);
        var voice = (await engine.ListVoicesAsync(default)).ShouldHaveSingleItem();
        voice.ShouldBe(new Voice("piper:tone", "tone", "en-US", "piper"));

        var spoken = await engine.SpeakAsync(new SentenceRequest("Hello, world!", voice, 1, 0), default);

        var expected = PiperSymbols.From(await espeak.TranscribeAsync("Hello, world!", "en-us", default), PiperSymbolsTests.RealConfig()).Ids;
        var (ids, loudness) = TestVoice.Read(spoken.Pcm, spoken.SampleRate);
        ids.ShouldBe(expected);
        loudness.ShouldBe(0.667 * 0.8, 0.001);
        (spoken.SampleRate, spoken.Pcm.Length).ShouldBe((16_000, expected.Length * TestVoice.Hop));
        (spoken.Words.Count, spoken.Phonemes.Count).ShouldBe((0, 0));
    }

    [SkippableFact]
    public async Task SpeakAsync_GivenSounds_SaysThemAsTheyAre()
    {
        await ImportAsync("tone", TestVoice.Piper(), Config());
        await using var espeak = Espeak.RequireEngine();
        var engine = new PiperEngine(_voices.Store, _voices.Models.Sessions, espeak, NullLogger.Instance);
        var voice = (await engine.ListVoicesAsync(default)).Single();

        var spoken = await engine.SpeakAsync(new SentenceRequest("Say xyz, now.", voice, 1, 0) { Pronunciations = [new(4, 3, "ʁøː.t͡ʃç", "Here")] }, default);

        var clauses = new[] { (await espeak.TranscribeAsync("Say", "en-us", default)).Single(), new("ʁøːtʃç", ","), (await espeak.TranscribeAsync(" now.", "en-us", default)).Single() };
        TestVoice.Read(spoken.Pcm, spoken.SampleRate).Ids.ShouldBe(PiperSymbols.From(clauses, PiperSymbolsTests.RealConfig()).Ids);
    }

    [SkippableTheory]
    [InlineData(2, 128)]
    [InlineData(0.5, 512)]
    public async Task SpeakAsync_AtAnotherRate_ScalesTheLengthOnly(double rate, int hop)
    {
        await ImportAsync("tone", TestVoice.Piper(), Config());
        await using var espeak = Espeak.RequireEngine();
        var spoken = await SpeakAsync(espeak, "piper:tone", "Hello.", rate);
        TestVoice.Read(spoken.Pcm, 16_000, hop).Ids.ShouldBe([1, 0, 20, 0, 59, 0, 24, 0, 120, 0, 27, 0, 100, 0, 10, 0, 2]);
    }

    [SkippableTheory]
    [InlineData(12)]
    [InlineData(-5)]
    public async Task SpeakAsync_AtAnotherPitch_IsHigherAndAsLong(double pitch)
    {
        await ImportAsync("tone", TestVoice.Piper(), Config());
        await using var espeak = Espeak.RequireEngine();
        var plain = await SpeakAsync(espeak, "piper:tone", "Mama.", 0.5);
        var shifted = await SpeakAsync(espeak, "piper:tone", "Mama.", 0.5, pitch);
        ((double)shifted.Pcm.Length / plain.Pcm.Length).ShouldBe(1, 0.01);
        (Crossings(shifted) / Crossings(plain) / Math.Pow(2, pitch / 12)).ShouldBe(1, 0.05);
    }

    [SkippableFact]
    public async Task SpeakAsync_OfSeveralSpeakers_SaysItInTheRightOne()
    {
        var config = Config();
        config["num_speakers"] = 3;
        config["speaker_id_map"] = JsonNode.Parse("""{"ann":0,"bob":2}""");
        await ImportAsync("many", TestVoice.Piper(withSpeakers: true), config);
        await using var espeak = Espeak.RequireEngine();
        var engine = new PiperEngine(_voices.Store, _voices.Models.Sessions, espeak, NullLogger.Instance);
        (await engine.ListVoicesAsync(default)).Select(voice => (voice.Id, voice.Name)).ShouldBe([("piper:many#0", "many ann"), ("piper:many#1", "many 1"), ("piper:many#2", "many bob")]);
        var spoken = await SpeakAsync(espeak, "piper:many#2", "Oh.", 1);
        TestVoice.Read(spoken.Pcm, 16_000, speaker: 2).Ids.ShouldBe([1, 0, 120, 0, 27, 0, 100, 0, 10, 0, 2]);
        (await Should.ThrowAsync<ScriptException>(() => SpeakAsync(espeak, "piper:many#3", "Oh.", 1))).Code.ShouldBe("voice.unknown");
        (await Should.ThrowAsync<ScriptException>(() => SpeakAsync(espeak, "piper:none", "Oh.", 1))).Code.ShouldBe("voice.unknown");
    }

    [SkippableFact]
    public async Task SpeakAsync_WhatTheVoiceCannotSay_IsNoSound()
    {
        var config = Config();
        config["phoneme_type"] = "text";
        await ImportAsync("letters", TestVoice.Piper(), config);
        await using var espeak = Espeak.RequireEngine();
        (await SpeakAsync(espeak, "piper:letters", "你好", 1)).Pcm.ShouldBeEmpty();
        TestVoice.Read((await SpeakAsync(espeak, "piper:letters", "Ab", 1)).Pcm, 16_000).Ids.ShouldBe([1, 0, 14, 0, 15, 0, 2]);
    }

    [SkippableFact]
    public async Task SpeakAsync_Cancelled_EndsTheRun()
    {
        await ImportAsync("slow", Slow(), Config());
        await using var espeak = Espeak.RequireEngine();
        using var cancel = new CancellationTokenSource();
        var speaking = SpeakAsync(espeak, "piper:slow", string.Concat(Enumerable.Repeat("Hello world and everybody in it. ", 20)), 1, 0, cancel.Token);
        cancel.CancelAfter(300);
        await Should.ThrowAsync<OperationCanceledException>(() => speaking);
    }

    [SkippableFact]
    public async Task SpeakAsync_Script_IsSpokenWholeAndTimedByEspeaksReading()
    {
        await ImportAsync("tone", TestVoice.Piper(), Config());
        await Espeak.RequireEngine().DisposeAsync();
        await using var speech = SpeechSynthesizer.Local(_voices.Models.Sessions, store: _voices.Store);
        const string Script = "Hello, brave world. We are here.";
        var utterance = await speech.SpeakAsync(new SpeechRequest(Script, "piper:tone"));
        Espeak.ShouldBeSound(utterance, Script);
        utterance.Words.Select(word => word.Text).ShouldBe(["Hello", "brave", "world", "We", "are", "here"]);
        utterance.Audio.SampleRate.ShouldBe(16_000);
    }

    [SkippableFact]
    public async Task SpeakAsync_WithARealVoice_Speaks()
    {
        // Whoever has a Piper voice in the store runs this with RUYING_TEST_PIPER=NAME.
        var name = Environment.GetEnvironmentVariable("RUYING_TEST_PIPER");
        Skip.If(string.IsNullOrEmpty(name), "RUYING_TEST_PIPER names no Piper voice of the store");
        await using var pipeline = new RuyingPipeline();
        var voice = (await pipeline.Speech.GetCatalogAsync()).Voices.First(v => v.Id == $"piper:{name}" || v.Id == $"piper:{name}#0");
        var utterance = await pipeline.Speech.SpeakAsync(new SpeechRequest("This is a voice that somebody brought along.", voice.Id));
        utterance.Audio.Seconds.ShouldBeInRange(2, 8);
        utterance.Audio.Samples.Max(Math.Abs).ShouldBeGreaterThan(0.05f);
    }

    private static JsonNode Config() => JsonNode.Parse(File.ReadAllText(SharedMedia.Require("reference/piper/voice-config-example.json")))!;

    private static double Crossings(SpokenSentence spoken)
    {
        var count = 0;
        for (var i = 1; i < spoken.Pcm.Length; i++)
        {
            count += spoken.Pcm[i - 1] < 0 && spoken.Pcm[i] >= 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Piper's signature, and much to multiply for every number.</summary>
    private static byte[] Slow()
    {
        var graph = new OnnxGraph("slow");
        var ids = graph.IntegerInput("input", "batch", "phonemes");
        graph.IntegerInput("input_lengths", "batch");
        graph.Input("scales", "3");
        var column = graph.Node("Reshape", [graph.Node("Cast", [ids], ("to", 1L)), graph.Constant(-1L, 1)]);
        var weights = graph.Constant(Enumerable.Repeat(0.0005f, 1500 * 1500).ToArray(), 1500, 1500);
        var values = graph.Node("MatMul", [column, graph.Constant(new float[1500], 1, 1500)]);
        for (var i = 0; i < 200; i++)
        {
            values = graph.Node("MatMul", [values, weights]);
        }

        graph.Output("output", values, "time", "1500");
        return graph.ToBytes();
    }

    private async Task ImportAsync(string name, byte[] network, JsonNode config)
    {
        var file = _voices.Write("voice.onnx", network);
        _voices.Write("voice.onnx.json", config.ToJsonString());
        await _voices.Store.ImportPiperAsync(file, null, name);
    }

    private async Task<SpokenSentence> SpeakAsync(
        Pipeline.Speech.Espeak.EspeakEngine espeak, string voice, string text, double rate, double pitch = 0, CancellationToken cancellationToken = default) =>
        await new PiperEngine(_voices.Store, _voices.Models.Sessions, espeak, NullLogger.Instance)
            .SpeakAsync(new SentenceRequest(text, new Voice(voice, "", "en", "piper"), rate, pitch), cancellationToken);
}

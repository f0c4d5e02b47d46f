using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

public sealed class RecordedSpeechTests
{
    [SkippableFact]
    public async Task Require_QuietSpeech_IsTaken()
    {
        await using var synthesizer = Espeak.Require();
        var spoken = await synthesizer.SpeakAsync(new SpeechRequest("Hello there, this is a recording.", "en-us", Volume: 0.1));
        Should.NotThrow(() => RecordedSpeech.Require(spoken.Audio));
    }

    [Theory]
    [InlineData(0.4, 0.5f, "audio.too_short")]
    [InlineData(2, 0f, "audio.silent")]
    [InlineData(2, 0.001f, "audio.silent")]
    public void Require_Unfit_SaysWhy(double seconds, float level, string code)
    {
        // With a constant offset, as cheap sound cards record silence.
        var samples = Enumerable.Range(0, (int)(seconds * 16_000)).Select(i => 0.1f + level * MathF.Sin(i * 0.1f)).ToArray();
        Should.Throw<ScriptException>(() => RecordedSpeech.Require(new PcmAudio(samples, 16_000))).Code.ShouldBe(code);
    }
}

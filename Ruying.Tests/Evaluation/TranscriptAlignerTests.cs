using Ruying.Pipeline;
using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech.Alignment;
using Ruying.Tests.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Evaluation;

public sealed class TranscriptAlignerTests : IDisposable
{
    private readonly TestModels _models = new();

    public void Dispose() => _models.Dispose();

    [SkippableTheory]
    [InlineData("s4-hd", 12)]
    [InlineData("s1", 12)]
    public async Task Align_SentencesOfGrid_AgreesWithTheirWordTimes(string folder, int count)
    {
        await using var speech = Espeak.Require();
        var sound = new List<float>();
        var sentences = new List<TimedSentence>();
        foreach (var path in Directory.EnumerateFiles(SharedMedia.Require($"media/grid/{folder}"), "*.align").Order(StringComparer.Ordinal).Take(count))
        {
            var clip = await AudioReader.ReadAsync(ClipJoiner.Clips(Path.GetDirectoryName(path)!).First(c => Path.ChangeExtension(c, ".align") == path), Clock.ModelSampleRate);
            var start = (double)sound.Count / Clock.ModelSampleRate;
            sound.AddRange(clip.Samples);
            sentences.Add(new TimedSentence(GridAlignment.Voice, start, start + clip.Seconds, GridAlignment.Read(path)));
        }

        var whole = new PcmAudio([.. sound], Clock.ModelSampleRate);
        var known = (await new SentenceAligner(speech, Espeak.Warp.Value).AlignAllAsync(sentences, whole)).Where(ClosureMeasures.Closes).ToArray();
        var spans = SpeechSpans.Of(new VoiceActivity(_models.Sessions.Get("voice-activity")).Listen(whole));
        var text = string.Join('\n', sentences.Select(s => s.Text));

        var found = (await new TranscriptAligner(speech, Espeak.Warp.Value).AlignAsync(new Transcript(text, "en-gb"), whole, spans)).Where(ClosureMeasures.Closes).ToArray();

        double[] errors = [.. found.Zip(known, (a, b) => Math.Abs(a.Start + a.End - b.Start - b.End) / 2).Order()];
        found.Length.ShouldBe(known.Length);
        errors[errors.Length / 2].ShouldBeLessThan(0.04);
        errors[errors.Length * 9 / 10].ShouldBeLessThan(0.08);
    }

    [Fact]
    public async Task Align_WithAnotherNumberOfLines_SaysWhatIsHeard()
    {
        await using var speech = Espeak.Require();
        var error = await Should.ThrowAsync<ScriptException>(() => new TranscriptAligner(speech, Espeak.Warp.Value).AlignAsync(
            new Transcript("One.\n\nTwo.\n", "en"), new PcmAudio(new float[48_000], 16_000), [new SpeechSpan(0.5, 2)]));
        error.Code.ShouldBe("transcript.lines");
        error.Message.ShouldContain("0.5-2.0 s");
        error.Message.ShouldContain("2 lines");
    }
}

using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech.Alignment;

/// <summary>Recordings of real people whose words are known.</summary>
public sealed class RecordingTimerTests
{
    private const string Unsaid =
        "The committee has decided to postpone its annual meeting until further notice. Members who have paid for their journey will be refunded within a month. "
        + "Nobody needs to apply for it. We thank everybody for their patience in this matter.";

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(0.18f)]
    public async Task Time_APersonsClipsOneAfterAnother_FindsTheirWords(float noise)
    {
        var (sound, known, text) = (new List<float>(), new List<double>(), new List<string>());
        foreach (var path in Directory.EnumerateFiles(SharedMedia.Require("media/grid/s3"), "*.align").Order(StringComparer.Ordinal).Take(9))
        {
            var words = GridAlignment.Read(path);
            known.AddRange(words.Select(w => ((double)sound.Count / Clock.ModelSampleRate) + w.Start));
            sound.AddRange((await AudioReader.ReadAsync(Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path) + ".m*").First(), Clock.ModelSampleRate)).Samples);
            text.Add(char.ToUpperInvariant(words[0].Text[0]) + string.Join(' ', words.Select(w => w.Text))[1..] + ".");
        }

        var script = string.Join(' ', text);
        var level = noise * System.Numerics.Tensors.TensorPrimitives.Norm<float>(sound.ToArray()) / MathF.Sqrt(sound.Count);
        var random = new Random(1);
        var audio = new PcmAudio([.. sound.Select(s => s + (level * 1.73f * ((2 * random.NextSingle()) - 1)))], Clock.ModelSampleRate);
        await using var synthesizer = Espeak.Require();

        var times = await synthesizer.TimeAsync(script, "en-GB", audio);

        Espeak.ShouldBeSound(new Utterance(audio, times.Words, times.Phonemes), script);
        times.Words.Count.ShouldBe(known.Count);
        double[] errors = [.. times.Words.Zip(known, (a, b) => Math.Abs(a.Start - b)).Order()];
        errors[errors.Length / 2].ShouldBeLessThan(0.04);
        errors[(int)(errors.Length * 0.9)].ShouldBeLessThan(0.15);
    }

    [SkippableFact]
    public async Task Time_AReaderOfABook_FindsItsWordsInOrder()
    {
        const string Text = "And Mister John Dashwood had then leisure to consider how much there might be prudently in his power to do for them.";
        var sound = await AudioReader.ReadAsync(SharedMedia.Require("media/speech/en-librivox-0870.flac"), Clock.ModelSampleRate);
        await using var synthesizer = Espeak.Require();

        var times = await synthesizer.TimeAsync(Text, "en", sound);

        times.Words.Count.ShouldBe(22);
        times.Words[^1].End.ShouldBeGreaterThan(sound.Seconds - 1.5);
    }

    [SkippableTheory]
    [InlineData("en-librivox-0870.flac")]
    [InlineData("de.flac")]
    [InlineData("zh-news.flac")]
    public async Task Time_OtherWords_SaysSo(string file)
    {
        var sound = await AudioReader.ReadAsync(SharedMedia.Require($"media/speech/{file}"), Clock.ModelSampleRate);
        await using var synthesizer = Espeak.Require();

        (await Should.ThrowAsync<ScriptException>(() => synthesizer.TimeAsync(Unsaid, "en", sound))).Code.ShouldBe("transcript.mismatch");
    }

    [SkippableFact]
    public async Task Time_NobodySpeaks_SaysSo()
    {
        await using var synthesizer = Espeak.Require();

        (await Should.ThrowAsync<ScriptException>(() => synthesizer.TimeAsync("Hello.", "en", new PcmAudio(new float[32_000], Clock.ModelSampleRate)))).Code.ShouldBe("audio.no_speech");
    }
}

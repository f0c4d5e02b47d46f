using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech.Alignment;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech.Alignment;

public sealed class SentenceAlignerTests
{
    [SkippableFact]
    public async Task AlignAll_GridSentences_PutsSoundsIntoTheirWords()
    {
        await using var speech = Espeak.Require();
        var words = GridAlignment.Read(SharedMedia.Require("media/grid/s1/bbaf2n.align"));
        words.Select(w => w.Text).ShouldBe(["bin", "blue", "at", "f", "two", "now"]);
        var clip = await AudioReader.ReadAsync(SharedMedia.Require("media/grid/s1/bbaf2n.mpg"), Clock.ModelSampleRate);

        // The same sentence twice, the second after a second of quiet.
        var sound = new PcmAudio([.. clip.Samples, .. new float[Clock.ModelSampleRate], .. clip.Samples], Clock.ModelSampleRate);
        TimedSentence[] sentences = [new(GridAlignment.Voice, 0, clip.Seconds, words), new(GridAlignment.Voice, clip.Seconds + 1, sound.Seconds, words)];
        var sounds = await new SentenceAligner(speech, Espeak.Warp.Value).AlignAllAsync(sentences, sound);

        var lips = sounds.Where(ClosureMeasures.Closes).ToArray();
        lips.Select(p => p.Ipa).ShouldBe(["b", "b", "b", "b"]);
        lips[0].Start.ShouldBe(words[0].Start, 0.001);
        lips[1].Start.ShouldBe(words[1].Start, 0.001);
        lips[2].Start.ShouldBe(clip.Seconds + 1 + words[0].Start, 0.001);
        lips.ShouldAllBe(p => p.End - p.Start > 0.01 && p.End - p.Start < 0.2);
        sounds.Zip(sounds.Skip(1)).ShouldAllBe(p => p.Second.Start >= p.First.Start);
    }

    [Fact]
    public void Read_LeavesOutSilences_AndReadsTheLetterAByItsName()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "0 25000 sil\n25000 50000 a\n50000 60000 sp\n60000 75000 now\n");
            GridAlignment.Read(path).ShouldBe([new TimedWord("eh", 1, 2), new TimedWord("now", 2.4, 3)]);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

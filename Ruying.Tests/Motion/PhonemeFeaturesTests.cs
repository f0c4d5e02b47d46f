using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Motion;

public sealed class PhonemeFeaturesTests
{
    [Fact]
    public void Sample_Nothing_IsPauseThroughout()
    {
        var features = PhonemeFeatures.Sample([], 3);

        features.Length.ShouldBe(3 * PhonemeFeatures.RowsPerFrame * PhonemeFeatures.Count);
        for (var row = 0; row < features.Length; row += PhonemeFeatures.Count)
        {
            features[row].ShouldBe(1);
        }
    }

    [Fact]
    public void Sample_SoundsBeforeAndAfterTheClip_AreCutOff()
    {
        PhonemeTiming[] phonemes = [new("p", -0.2, -0.1), new("a", -0.1, 0.02), new("m", 0.02, 5), new("i", 5, 6)];

        var features = PhonemeFeatures.Sample(phonemes, 2);

        features.Length.ShouldBe(8 * PhonemeFeatures.Count);
        features[0].ShouldBe(0);
        Row(features, 0).ShouldNotBe(Row(features, 7));
    }

    [Fact]
    public void Sample_Diphthong_ChangesHalfway()
    {
        var features = PhonemeFeatures.Sample([new PhonemeTiming("aɪ", 0, 0.08)], 2);

        const int Openness = 17;
        Row(features, 3)[Openness].ShouldBe(1);
        Row(features, 4)[Openness].ShouldBeLessThan(0.5f);
    }

    private static float[] Row(float[] features, int row) => features[(row * PhonemeFeatures.Count)..((row + 1) * PhonemeFeatures.Count)];

    [Fact]
    public void Sample_Stretches_AreTheWholeInParts()
    {
        PhonemeTiming[] phonemes = [new("p", 0.1, 0.22), new("aɪ", 0.22, 0.5), new("_", 0.5, 0.9), new("m", 1.1, 1.17), new("iː", 1.17, 1.6)];
        const int Row = PhonemeFeatures.RowsPerFrame * PhonemeFeatures.Count;
        var whole = PhonemeFeatures.Sample(phonemes, 50);

        PhonemeFeatures.Sample(phonemes, 13, 4).ShouldBe(whole[(4 * Row)..(17 * Row)]);
        PhonemeFeatures.Sample(phonemes, 20, 30).ShouldBe(whole[(30 * Row)..]);
    }
}

using Ruying.Training.Motion;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Training;

public sealed class SoundAugmenterTests
{
    [Fact]
    public void Change_ManySeeds_StaysFiniteAndAtASpeakingLevel()
    {
        var sound = Enumerable.Range(0, 32_000).Select(i => 0.1f * MathF.Sin(i * 0.07f) * MathF.Sin(i * 0.001f)).ToArray();

        for (var seed = 0; seed < 60; seed++)
        {
            var changed = SoundAugmenter.Change(sound, new Random(seed));

            changed.Length.ShouldBe(sound.Length);
            changed.ShouldAllBe(v => float.IsFinite(v));
            var decibels = 20 * Math.Log10(Math.Sqrt(changed.Average(v => (double)v * v)));
            decibels.ShouldBeInRange(-36, -14);
        }
    }

    [Fact]
    public void Change_SameSeed_IsTheSame()
    {
        var sound = Enumerable.Range(0, 16_000).Select(i => 0.1f * MathF.Sin(i * 0.07f)).ToArray();

        SoundAugmenter.Change(sound, new Random(7)).ShouldBe(SoundAugmenter.Change(sound, new Random(7)));
        SoundAugmenter.Change(sound, new Random(7)).ShouldNotBe(SoundAugmenter.Change(sound, new Random(8)));
    }
}

using CsCheck;
using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Media;

public sealed class WavSoundTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Read_AnyStretch_IsTheSoundWithSilenceAroundIt()
    {
        var written = new PcmAudio([.. Enumerable.Range(0, 20_000).Select(i => (short)(i * 7919) / 32768f)], 16_000);
        WavFile.Write(_folder.File("sound.wav"), written);
        using var sound = WavSound.Open(_folder.File("sound.wav"));
        sound.Length.ShouldBe(20_000);

        Gen.Select(Gen.Long[-9_000, 29_000], Gen.Int[0, 12_000]).Sample(
            (first, count) =>
            {
                var (file, memory) = (Enumerable.Repeat(9f, count).ToArray(), Enumerable.Repeat(9f, count).ToArray());
                sound.Read(first, file);
                written.Read(first, memory);
                file.ShouldBe(memory);
                file.Select((s, i) => s == (first + i is >= 0 and < 20_000 ? written.Samples[first + i] : 0)).ShouldAllBe(same => same);
            },
            iter: 200);
    }

    [Fact]
    public void Write_NotCompleted_LeavesNothing()
    {
        using (var writer = new WavWriter(_folder.File("sound.wav"), 16_000))
        {
            writer.Write(new float[50_000]);
        }

        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    public void Dispose() => _folder.Dispose();
}

using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Media;

public sealed class AudioReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_OwnWav_GivesTheSameSamples()
    {
        var path = _folder.File("a \"b\".wav");
        var audio = new PcmAudio([.. Enumerable.Range(0, 16000).Select(i => MathF.Sin(i * 0.1f) * 0.5f)], 16000);
        WavFile.Write(path, audio);

        var again = await AudioReader.ReadAsync(path, 16000);

        again.Samples.Length.ShouldBe(16000);
        again.Samples.Zip(audio.Samples).Max(p => MathF.Abs(p.First - p.Second)).ShouldBeLessThan(1e-4f);
        WavFile.Read(path).Samples.ShouldBe(again.Samples);
    }

    [Theory]
    [InlineData("mp3", "libmp3lame")]
    [InlineData("m4a", "aac")]
    [InlineData("flac", "flac")]
    [InlineData("ogg", "libvorbis")]
    public async Task ReadAsync_Recording_KeepsItsLengthAndRate(string extension, string codec)
    {
        var path = _folder.File("a." + extension);
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "sine=440:d=2:r=44100", "-c:a", codec, path);

        var audio = await AudioReader.ReadAsync(path, 48000);

        audio.SampleRate.ShouldBe(48000);
        audio.Seconds.ShouldBe(2, 0.08);
        audio.Samples.Max().ShouldBeInRange(0.05f, 0.5f);
    }

    [Fact]
    public async Task ReadAsync_Playlist_IsRefusedWithoutOpeningIt()
    {
        var path = _folder.File("a.mp3");
        await File.WriteAllTextAsync(path, "#EXTM3U\nhttp://127.0.0.1:9/a.ts\n");

        (await Should.ThrowAsync<FootageException>(() => AudioReader.ReadAsync(path, 16000))).Code.ShouldBe("audio.not_audio");
    }

    [Fact]
    public async Task ReadAsync_VideoWithoutSound_ThrowsNotAudio()
    {
        var path = await CountedFrames.WriteAsync(_folder.Path, 3, new VideoWriterOptions());

        (await Should.ThrowAsync<FootageException>(() => AudioReader.ReadAsync(path, 16000))).Code.ShouldBe("audio.not_audio");
    }

    [Fact]
    public async Task ReadAsync_OverAnHour_ThrowsTooLong()
    {
        var path = _folder.File("a.flac");
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "3610", "-c:a", "flac", path);

        (await Should.ThrowAsync<FootageException>(() => AudioReader.ReadAsync(path, 8000))).Code.ShouldBe("audio.too_long");
    }
}

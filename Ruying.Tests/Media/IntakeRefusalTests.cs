using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Media;

public sealed class IntakeRefusalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task NormaliseAsync_NoSuchFile_ThrowsFileMissing() => (await CodeAsync(_folder.File("none.mp4"))).ShouldBe("file.missing");

    [Theory]
    [InlineData("a.mkv", "ffv1", "file.unsupported_codec")]
    [InlineData("a.mov", "prores", "file.unsupported_codec")]
    [InlineData("a.avi", "mjpeg", "file.unsupported_codec")]
    public async Task NormaliseAsync_OtherCodec_ThrowsUnsupportedCodec(string name, string codec, string expected)
    {
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "testsrc2=s=64x64:d=4:r=10", "-c:v", codec, "-strict", "-1", _folder.File(name));

        (await CodeAsync(_folder.File(name))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("a.m4a", "aac")]
    [InlineData("a.wav", "pcm_s16le")]
    [InlineData("a.mp3", "libmp3lame")]
    public async Task NormaliseAsync_SoundOnly_ThrowsNoVideo(string name, string codec)
    {
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "sine=440:d=4", "-c:a", codec, _folder.File(name));

        (await CodeAsync(_folder.File(name))).ShouldBe("file.no_video");
    }

    [Fact]
    public async Task NormaliseAsync_OverHalfAnHour_ThrowsTooLong()
    {
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "color=s=16x16:d=1810:r=1", "-c:v", "libx264", "-preset", "ultrafast", _folder.File("a.mp4"));

        (await CodeAsync(_folder.File("a.mp4"))).ShouldBe("footage.too_long");
    }

    [Fact]
    public async Task NormaliseAsync_EnormousPicture_ThrowsTooLarge()
    {
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "color=s=9000x64:d=4:r=1", "-c:v", "libx264", "-preset", "ultrafast", _folder.File("a.mkv"));

        (await CodeAsync(_folder.File("a.mkv"))).ShouldBe("footage.too_large");
    }

    [Fact]
    public async Task NormaliseAsync_PictureIsNoise_ThrowsNotAVideo()
    {
        // A sound header over data that is not what it says.
        var path = _folder.File("a.mp4");
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "testsrc2=s=64x64:d=4:r=25", "-c:v", "libx264", "-movflags", "+faststart", path);
        var bytes = await File.ReadAllBytesAsync(path);
        var data = bytes.AsSpan().IndexOf("mdat"u8) + 4;
        new Random(3).NextBytes(bytes.AsSpan(data));
        await File.WriteAllBytesAsync(path, bytes);

        (await CodeAsync(path)).ShouldBe("file.not_a_video");
    }

    [Fact]
    public async Task NormaliseAsync_LittleDisk_IsRefusedBeforeItStarts()
    {
        var path = _folder.File("a.mp4");
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "testsrc2=s=64x64:d=4:r=25", "-c:v", "libx264", path);

        var error = await Should.ThrowAsync<EnvironmentException>(() =>
            Intake.NormaliseAsync(path, _folder.File("work"), new IntakeOptions { FreeBytes = _ => 10 << 20 }));

        error.Code.ShouldBe("disk.full");
        Directory.GetFiles(_folder.File("work"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("RIFF\u0001\u0001\u0001\u0001AVI ")]
    [InlineData("\0\0\0\u0020ftypisom")]
    [InlineData("")]
    [InlineData("G")]
    public async Task NormaliseAsync_OnlyAHead_ThrowsNotAVideo(string head)
    {
        await File.WriteAllTextAsync(_folder.File("a.mp4"), head, System.Text.Encoding.Latin1);

        (await CodeAsync(_folder.File("a.mp4"))).ShouldBe("file.not_a_video");
    }

    private async Task<string> CodeAsync(string path) =>
        (await Should.ThrowAsync<FootageException>(() => Intake.NormaliseAsync(path, _folder.File("work")))).Code;
}

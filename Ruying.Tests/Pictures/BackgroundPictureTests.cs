using Ruying.Pipeline;
using Ruying.Pipeline.Pictures;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Pictures;

public sealed class BackgroundPictureTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    public async Task TakeAsync_PictureOfAnotherShape_CoversTheFrameWithItsMiddle(string extension)
    {
        // Red in the middle, blue at both ends, and a name that an argument could not hold.
        var path = _folder.File($"a \"picture' -i.{extension}");
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "color=0x0000ff:s=300x60,drawbox=x=100:w=100:h=60:color=red:t=fill", "-frames:v", "1", _folder.File($"made.{extension}"));
        File.Move(_folder.File($"made.{extension}"), path);
        await BackgroundPicture.TakeAsync(path, _folder.Path, 100, 60, default);

        using var frame = BackgroundPicture.Read(_folder.Path, 100, 60);
        frame.Y[(30 * 100) + 50].ShouldBeInRange((byte)58, (byte)68, "red in BT.709 is 63, in BT.601 82");
        frame.V[(15 * 50) + 25].ShouldBeGreaterThan((byte)230);
        Should.Throw<InvalidDataException>(() => BackgroundPicture.Read(_folder.Path, 100, 62));
    }

    [Theory]
    [InlineData("#EXTM3U\nhttp://127.0.0.1/a.png\n")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("\u0089PNG")]
    [InlineData("")]
    public async Task TakeAsync_NoPicture_IsRefusedAndLeavesNothing(string content)
    {
        await File.WriteAllTextAsync(_folder.File("a.png"), content, System.Text.Encoding.Latin1);
        (await Should.ThrowAsync<PictureException>(() => BackgroundPicture.TakeAsync(_folder.File("a.png"), _folder.Path, 64, 48, default))).Code.ShouldBe("picture.not_an_image");
        Directory.GetFiles(_folder.Path).ShouldBe([_folder.File("a.png")]);
    }

    [Fact]
    public async Task TakeAsync_HeadOfAPictureAlone_IsRefusedAndLeavesNothing()
    {
        await File.WriteAllBytesAsync(_folder.File("a.png"), [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]);
        (await Should.ThrowAsync<PictureException>(() => BackgroundPicture.TakeAsync(_folder.File("a.png"), _folder.Path, 64, 48, default))).Code.ShouldBe("picture.not_an_image");
        Directory.GetFiles(_folder.Path).ShouldBe([_folder.File("a.png")]);
    }

    [Fact]
    public async Task TakeAsync_NoFileOrALargeOne_SaysSo()
    {
        (await Should.ThrowAsync<PictureException>(() => BackgroundPicture.TakeAsync(_folder.File("none.png"), _folder.Path, 64, 48, default))).Code.ShouldBe("picture.missing");
        await using (var large = File.Create(_folder.File("large.png")))
        {
            large.SetLength((32 << 20) + 1);
        }

        (await Should.ThrowAsync<PictureException>(() => BackgroundPicture.TakeAsync(_folder.File("large.png"), _folder.Path, 64, 48, default))).Code.ShouldBe("picture.too_large");
    }
}

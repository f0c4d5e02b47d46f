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
    [InlineData(1, "RG/BW")]
    [InlineData(2, "GR/WB")]
    [InlineData(3, "WB/GR")]
    [InlineData(4, "BW/RG")]
    [InlineData(5, "RB/GW")]
    [InlineData(6, "BR/WG")]
    [InlineData(7, "WG/BR")]
    [InlineData(8, "GW/RB")]
    public async Task TakeAsync_PhotographOfATelephone_StandsUpright(byte orientation, string upright)
    {
        // Red, green, blue and white, from the upper left row by row, as the sensor lay.
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "color=white:s=64x64,drawbox=w=32:h=32:color=red:t=fill,drawbox=x=32:w=32:h=32:color=0x00ff00:t=fill,drawbox=y=32:w=32:h=32:color=blue:t=fill", "-frames:v", "1", "-pix_fmt", "yuvj444p", _folder.File("a.jpg"));
        var jpeg = await File.ReadAllBytesAsync(_folder.File("a.jpg"));
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0, (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        await File.WriteAllBytesAsync(_folder.File("a.jpg"), [.. jpeg[..2], .. exif, .. jpeg[2..]]);
        await BackgroundPicture.TakeAsync(_folder.File("a.jpg"), _folder.Path, 64, 64, default);

        using var frame = BackgroundPicture.Read(_folder.Path, 64, 64);
        $"{At(16, 16)}{At(48, 16)}/{At(16, 48)}{At(48, 48)}".ShouldBe(upright);

        char At(int x, int y)
        {
            var (u, v) = (frame.U[(y / 2 * 32) + (x / 2)], frame.V[(y / 2 * 32) + (x / 2)]);
            return v > 200 ? 'R' : u > 200 ? 'B' : u < 100 ? 'G' : 'W';
        }
    }

    [Fact]
    public async Task TakeAsync_ExifThatIsBroken_IsTakenAsItLies()
    {
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "color=red:s=64x48", "-frames:v", "1", _folder.File("a.jpg"));
        var jpeg = await File.ReadAllBytesAsync(_folder.File("a.jpg"));
        foreach (var seed in Enumerable.Range(0, 40))
        {
            var exif = new byte[34];
            new Random(seed).NextBytes(exif);
            byte[] head = [0xFF, 0xE1, 0, 34, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0, (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8];
            await File.WriteAllBytesAsync(_folder.File("b.jpg"), [.. jpeg[..2], .. head[..(seed % 2 == 0 ? 18 : 10)], .. exif[..(36 - (seed % 2 == 0 ? 18 : 10))], .. jpeg[2..]]);
            Should.NotThrow(() => PictureOrientation.Filters(_folder.File("b.jpg")));
        }

        await BackgroundPicture.TakeAsync(_folder.File("b.jpg"), _folder.Path, 64, 48, default);
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

using System.Globalization;
using Ruying.Pipeline;
using Ruying.Pipeline.Captions;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Captions;

public sealed class CaptionFileTests : IDisposable
{
    private static readonly Caption[] Captions =
    [
        new(0.3004, 1.9996, ["Good morning,", "<everybody> & {all}!"]),
        new(2.08, 5, ["צהריים טובים, David."]),
        new(3661.5, 3663.25, ["C:\\New \\Nonsense"]),
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Srt_Captions_IsThisText() => CaptionFile.Srt(Captions).ShouldBe(
        "1\n00:00:00,300 --> 00:00:02,000\nGood morning,\n<everybody> & {all}!\n\n"
        + "2\n00:00:02,080 --> 00:00:05,000\n\u200Fצהריים טובים, David.\u200F\n\n"
        + "3\n01:01:01,500 --> 01:01:03,250\nC:\\New \\Nonsense\n\n");

    [Fact]
    public void Vtt_Captions_IsThisText() => CaptionFile.Vtt(Captions).ShouldBe(
        "WEBVTT\n\n"
        + "00:00:00.300 --> 00:00:02.000\nGood morning,\n&lt;everybody&gt; &amp; {all}!\n\n"
        + "00:00:02.080 --> 00:00:05.000\n\u200Fצהריים טובים, David.\u200F\n\n"
        + "01:01:01.500 --> 01:01:03.250\nC:\\New \\Nonsense\n\n");

    [Fact]
    public void Ass_Captions_IsThisText()
    {
        var text = CaptionFile.Ass(Captions, CaptionStyle.For(1280, 720, labelTop: 670));

        text.ShouldStartWith("[Script Info]\nScriptType: v4.00+\nPlayResX: 1280\nPlayResY: 720\n");
        text[text.IndexOf("Dialogue", StringComparison.Ordinal)..].ShouldBe(
            "Dialogue: 0,0:00:00.30,0:00:02.00,Default,,0,0,0,,Good morning,\\N<everybody> & \\{all\\}!\n"
            + "Dialogue: 0,0:00:02.08,0:00:05.00,Default,,0,0,0,,\u200Fצהריים טובים, David.\u200F\n"
            + "Dialogue: 0,1:01:01.50,1:01:03.25,Default,,0,0,0,,C:\\\u2060New \\\u2060Nonsense\n");
    }

    [Theory]
    [InlineData(CaptionFormats.Srt)]
    [InlineData(CaptionFormats.Vtt)]
    [InlineData(CaptionFormats.Ass)]
    public async Task AnyFormat_ReadByFfmpeg_HasTheSameTimes(CaptionFormats format)
    {
        var path = _folder.File("captions." + CaptionFile.Extension(format));
        await File.WriteAllTextAsync(path, format switch
        {
            CaptionFormats.Srt => CaptionFile.Srt(Captions),
            CaptionFormats.Vtt => CaptionFile.Vtt(Captions),
            _ => CaptionFile.Ass(Captions, CaptionStyle.For(640, 360, null)),
        });

        var packets = await Ffmpeg.StartAsync("ffprobe", ["-v", "error", "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0", path]);

        packets.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',').Take(2).Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray())
            .Select(n => (Math.Round(n[0], 3), Math.Round(n[1], 3)))
            .ShouldBe([(0.3, 1.7), (2.08, 2.92), (3661.5, 1.75)]);
    }

    [Fact]
    public async Task RequireAsync_LettersThatNoFontHas_AreRefused()
    {
        await FontCheck.RequireAsync([new Caption(0, 1, ["Grüße, мир; \\N {x} 🎉"])], default);

        // Linear A is in no font that systems install by themselves.
        var error = await Should.ThrowAsync<EnvironmentException>(() => FontCheck.RequireAsync([new Caption(0, 1, ["abc \U00010600"])], default));
        error.Code.ShouldBe("captions.no_font");
        error.Message.ShouldContain("\U00010600");
    }

    [Theory]
    [InlineData(1280, 720)]
    [InlineData(1920, 1080)]
    [InlineData(1080, 1920)]
    [InlineData(768, 768)]
    [InlineData(360, 288)]
    public void For_AnyPicture_StaysInItAndAboveTheLabel(int width, int height)
    {
        var label = new Ruying.Pipeline.Media.LabelOverlay("AI-generated", width, height);
        var style = CaptionStyle.For(width, height, label.Top);

        (height - style.BottomMargin).ShouldBeLessThanOrEqualTo(label.Top);
        ((2 * style.FontSize) + style.BottomMargin).ShouldBeLessThan(height / 2);
        ((style.Columns * style.FontSize / 2) + (2 * style.SideMargin)).ShouldBeLessThanOrEqualTo(width + style.FontSize);
        style.FontSize.ShouldBeGreaterThan(height / 40);
    }
}

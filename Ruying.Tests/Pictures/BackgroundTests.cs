using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Pictures;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Pictures;

public sealed class BackgroundTests
{
    [Fact]
    public void Parse_WhatPeopleWrite_IsThat()
    {
        Background.Parse("original").ShouldBe(new Background());
        Background.Parse("none").Kind.ShouldBe(BackgroundKind.Transparent);
        Background.Parse("blur:0.8").ShouldBe(new Background { Kind = BackgroundKind.Blur, Strength = 0.8 });
        Background.Parse("#0a3d62").ShouldBe(new Background { Kind = BackgroundKind.Colour, Colour = "#0a3d62" });
        Background.Parse("office.jpg").ShouldBe(new Background { Kind = BackgroundKind.Picture, PicturePath = "office.jpg" });
    }

    [Theory]
    [InlineData("#12345")]
    [InlineData("#12345g")]
    [InlineData("blur:0")]
    [InlineData("blur:much")]
    [InlineData("")]
    public void Parse_OutOfRange_IsRefused(string text) =>
        Should.Throw<PictureException>(() => Background.Parse(text)).Code.ShouldBe("picture.option_out_of_range");

    [Fact]
    public void Check_TransparentMp4_AsksForAWebM()
    {
        var options = new PictureOptions { Background = Background.Parse("none") };
        Should.Throw<PictureException>(options.Check).Code.ShouldBe("picture.needs_webm");
        Should.NotThrow((options with { Format = VideoFormat.WebM }).Check);
        Should.Throw<PictureException>((options with { Resolution = 500 }).Check).Code.ShouldBe("picture.option_out_of_range");
    }
}

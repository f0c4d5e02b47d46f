using Ruying.Tests.Api;
using Ruying.Tests.Api.Manage;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Browser;

/// <summary>The pages of management in real browsers.</summary>
public sealed class ManagePageFaultTests : ServiceTest
{
    [SkippableTheory]
    [InlineData(BrowserDriver.Chromium, "en")]
    [InlineData(BrowserDriver.Chromium, "zh-CN")]
    [InlineData(BrowserDriver.Firefox, "zh-CN")]
    public async Task Pages_AtThreeWidthsInLightAndDark_HaveNoFault(string browser, string language)
    {
        var program = BrowserDriver.Require(browser);
        await using var scene = await ManageScene.MakeAsync(this, listening: true);

        (await BrowserDriver.LookAsync(browser, program, language, scene.Pages.Select(page => new Uri(scene.Client.BaseAddress!, page)))).ShouldBeEmpty();
    }
}

using Ruying.Tests.Api;
using Ruying.Tests.Api.Manage;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Browser;

/// <summary>The pages of management in a real browser.</summary>
public sealed class ManageChromiumTests : ServiceTest
{
    [SkippableTheory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Pages_AtThreeWidthsInLightAndDark_HaveNoFault(string language)
    {
        var program = ChromiumTests.RequireProgram();
        await using var scene = await ManageScene.MakeAsync(this, listening: true);

        var faults = await ChromiumTests.LookAsync(program, [language, .. scene.Pages.Select(page => new Uri(scene.Client.BaseAddress!, page).AbsoluteUri)]);

        faults.ShouldBeEmpty();
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Client;
using Ruying.Pipeline.Avatars;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

/// <summary>Nothing is learned before somebody looked at footage that could be better.</summary>
public sealed class FootageReviewTests : ServiceTest
{
    private static readonly Finding Dark = new("light.dark", FindingSeverity.Warning, "The face is dark: brightness 42 of 255.", "Put a lamp behind the camera.", [new(1.2, 3.44), new(4, 4.04)])
    {
        Figures = ["42"],
        Frames = [50, 75],
    };

    private static readonly Finding Short = new("footage.short", FindingSeverity.Info, "The footage is 5.0 s long: it works, more is better.", "Talk for two minutes.", []) { Figures = ["5.0"] };

    private static readonly Finding TooSmall = new("face.too_small", FindingSeverity.Error, "The face is too small: 20 pixels.", "Go nearer.", []) { Figures = ["20", "32"], Frames = [50] };

    [Fact]
    public async Task Warnings_WithReview_StopBeforeLearningAndShowThemselves()
    {
        Pipeline.Findings = [Dark, Short];
        await using var host = Host();
        using var client = host.Client();
        var (id, job) = await MakeAsync(client, "true");
        var failed = await ServiceHost.WaitAsync(client, job, "failed");
        failed.GetProperty("error").GetProperty("code").GetString().ShouldBe("footage.review");
        Pipeline.Worked.ShouldBe(["intake", "track", "assess"]);
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{id}")).GetProperty("review").GetBoolean().ShouldBeTrue();

        var report = await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{id}/report");
        report.GetProperty("findings")[0].GetProperty("frames").EnumerateArray().Select(f => f.GetInt32()).ShouldBe([50, 75]);
        using var frame = await client.GetAsync(At($"/api/v1/avatars/{id}/report/75.jpg"));
        frame.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        (await frame.Content.ReadAsStringAsync()).ShouldBe("frame 75");
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/avatars/{id}/report/76.jpg")), HttpStatusCode.NotFound, "report.no_picture");

        var page = await client.GetStringAsync(At($"/avatars/{id}"));
        page.ShouldContain("Have a look before we go on");
        page.ShouldNotContain("This did not work");
        page.ShouldContain("The face is dark: brightness 42 of 255.");
        page.ShouldContain("Put a lamp behind the camera.");
        page.ShouldContain("1.2 to 3.4 s");
        page.ShouldContain("4.0 s");
        page.ShouldContain($"/api/v1/avatars/{id}/report/50.jpg");
        page.ShouldContain("Build anyway");
        page.ShouldContain("Try other footage");
        page.ShouldContain($"/api/v1/avatars/{id}/report.html");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "zh-CN");
        var chinese = WebUtility.HtmlDecode(await client.GetStringAsync(At($"/avatars/{id}")));
        chinese.ShouldContain("继续之前，请先看一看");
        chinese.ShouldContain("脸太暗：亮度 42（最高 255）。");
        chinese.ShouldContain("1.2 到 3.4 秒");
        chinese.ShouldContain("仍然制作");
        WebUtility.HtmlDecode(await client.GetStringAsync(At("/"))).ShouldContain("请看一看");
    }

    [Fact]
    public async Task BuildAnyway_GoesOnFromWhatIsDoneAndAskedAgainChangesNothing()
    {
        Pipeline.Findings = [Dark];
        await using var host = Host();
        using var client = host.Client();
        var ruying = new RuyingClient(client);
        using var footage = new MemoryStream([1, 2, 3]);
        var made = await ruying.Avatars.CreateAsync(footage, "a.mp4", new Client.AvatarOptions { ConsentBy = "Ada", Consent = "I agree", Review = true });
        (await ruying.Jobs.WaitAsync(made.JobId)).Error!.Code.ShouldBe("footage.review");
        (await ruying.Avatars.GetAsync(made.Id)).Review.ShouldBeTrue();

        (await ruying.Avatars.BuildAnywayAsync(made.Id)).ShouldBe(made);
        (await ruying.Avatars.BuildAnywayAsync(made.Id)).ShouldBe(made);
        (await ruying.Jobs.WaitAsync(made.JobId)).State.ShouldBe(JobState.Succeeded);
        Pipeline.Worked.ShouldBe(["intake", "track", "assess", "learn"]);
        (await ruying.Avatars.BuildAnywayAsync(made.Id)).ShouldBe(made);
        (await ruying.Avatars.GetAsync(made.Id)).State.ShouldBe(ResultState.Ready);
        (await Should.ThrowAsync<RuyingApiException>(() => ruying.Avatars.BuildAnywayAsync("nobody"))).Code.ShouldBe("avatar.unknown");

        var page = await client.GetStringAsync(At($"/avatars/{made.Id}"));
        page.ShouldContain("What the footage offers");
        page.ShouldContain("The face is dark");
        page.ShouldNotContain("Build anyway");
    }

    [Fact]
    public async Task BuildAnyway_OnThePage_Builds()
    {
        Pipeline.Findings = [Dark];
        await using var host = Host();
        using var client = host.Client();
        var (id, job) = await MakeAsync(client, "true");
        await ServiceHost.WaitAsync(client, job, "failed");
        using var form = await PagesTests.FieldsAsync(client, $"/avatars/{id}");
        (await PagesTests.RedirectAsync(await client.PostAsync(At($"/avatars/{id}?handler=Build"), form))).ShouldBe($"/avatars/{id}");
        await ServiceHost.WaitAsync(client, job, "succeeded");
    }

    [Fact]
    public async Task Errors_ShowTheFindingsAndNoWayToGoOn()
    {
        Pipeline.Findings = [TooSmall, Dark];
        await using var host = Host();
        using var client = host.Client();
        var (id, job) = await MakeAsync(client, "true");
        (await ServiceHost.WaitAsync(client, job, "failed")).GetProperty("error").GetProperty("code").GetString().ShouldBe("face.too_small");
        var page = await client.GetStringAsync(At($"/avatars/{id}"));
        page.ShouldContain("This footage does not work yet");
        page.ShouldContain("The face is too small: 20 pixels.");
        page.ShouldContain("The face is dark");
        page.ShouldNotContain("Build anyway");
        await ServiceHost.ProblemAsync(await client.PostAsync(At($"/api/v1/avatars/{id}/build"), null), HttpStatusCode.Conflict, "avatar.no_review");
    }

    [Theory]
    [InlineData(null, FindingSeverity.Warning)]
    [InlineData("false", FindingSeverity.Warning)]
    [InlineData("true", FindingSeverity.Info)]
    public async Task GoodFootage_OrWithoutReview_GoesStraightOn(string? review, FindingSeverity severity)
    {
        Pipeline.Findings = [Dark with { Severity = severity }];
        await using var host = Host();
        using var client = host.Client();
        var (_, job) = await MakeAsync(client, review);
        await ServiceHost.WaitAsync(client, job, "succeeded");
    }

    [Fact]
    public async Task Review_AnotherWord_IsRefused()
    {
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        form.Add(new StringContent("perhaps"), "review");
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.UnprocessableEntity, "avatar.review");
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Delete_OfWhatWaits_RemovesReportAndPictures()
    {
        Pipeline.Findings = [Dark];
        await using var host = Host();
        using var client = host.Client();
        var (id, job) = await MakeAsync(client, "true");
        await ServiceHost.WaitAsync(client, job, "failed");
        (await client.DeleteAsync(At($"/api/v1/avatars/{id}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ShouldBecomeEmptyAsync("avatars");
    }

    private static async Task<(string Id, string Job)> MakeAsync(HttpClient client, string? review)
    {
        using var form = ServiceHost.Footage();
        if (review is not null)
        {
            form.Add(new StringContent(review), "review");
        }

        return await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
    }
}

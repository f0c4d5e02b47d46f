using System.Net;
using Ruying.Pipeline.Media;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class GalleryPagesTests : ServiceTest
{
    [Fact]
    public async Task Galleries_AreSearchedByWordsAndState()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (spring, made) = await JobPagesTests.VideoAsync(client, avatar, "Plans for spring");
        var (winter, other) = await JobPagesTests.VideoAsync(client, avatar, "Looking back at winter");
        await ServiceHost.WaitAsync(client, made, "succeeded");
        await ServiceHost.WaitAsync(client, other, "succeeded");

        var all = await client.GetStringAsync(At("/videos"));
        all.ShouldContain($"href=\"/videos/{spring}\"");
        all.ShouldContain($"poster=\"/api/v1/videos/{winter}/poster.jpg\"");
        var found = await client.GetStringAsync(At("/videos?q=SPRING&state=ready"));
        found.ShouldContain($"href=\"/videos/{spring}\"");
        found.ShouldNotContain(winter);
        found.ShouldContain("value=\"SPRING\"");
        found.ShouldContain("<option value=\"ready\" selected=\"selected\">");
        (await client.GetStringAsync(At("/videos?state=failed"))).ShouldContain("Nothing fits");
        (await client.GetStringAsync(At("/videos?state=nonsense"))).ShouldContain(spring);
        (await client.GetStringAsync(At("/avatars?q=ada"))).ShouldContain($"href=\"/avatars/{avatar}\"");
        (await client.GetStringAsync(At("/avatars?q=grace"))).ShouldContain("Nothing fits");
    }

    [Fact]
    public async Task Video_Ready_IsTakenAwayAndShared()
    {
        Pipeline.Video = await File.ReadAllBytesAsync(HostClip.Path);
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (video, job) = await JobPagesTests.VideoAsync(client, avatar, "Hello");
        await ServiceHost.WaitAsync(client, job, "succeeded");
        var page = await client.GetStringAsync(At($"/videos/{video}"));
        page.ShouldContain($"href=\"/api/v1/videos/{video}/audio\"");

        using var form = await PagesTests.FieldsAsync(client, $"/videos/{video}", ("days", "30"));
        using var shared = await client.PostAsync(At($"/videos/{video}?handler=Share"), form);
        var link = System.Text.RegularExpressions.Regex.Match(await shared.Content.ReadAsStringAsync(), "id=\"share-link\"[^>]*>([^<]*)<").Groups[1].Value;
        (await client.GetAsync(new Uri(new Uri(link).AbsolutePath, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        page = await client.GetStringAsync(At($"/videos/{video}"));
        page.ShouldNotContain(link, customMessage: "it is shown once");
        page.ShouldContain("opened 1 times");

        var id = System.Text.RegularExpressions.Regex.Match(page, "name=\"share\" value=\"([^\"]*)\"").Groups[1].Value;
        using var back = await PagesTests.FieldsAsync(client, $"/videos/{video}", ("share", id));
        (await PagesTests.RedirectAsync(await client.PostAsync(At($"/videos/{video}?handler=Unshare"), back))).ShouldBe($"/videos/{video}#share");
        (await client.GetAsync(new Uri(new Uri(link).AbsolutePath, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var tooLong = await PagesTests.FieldsAsync(client, $"/videos/{video}", ("days", "9999"));
        using var refused = await client.PostAsync(At($"/videos/{video}?handler=Share"), tooLong);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("1 to 365 days");
    }

    [Fact]
    public async Task Video_Ready_HasAStillAndItsSoundAlone()
    {
        Pipeline.Video = await File.ReadAllBytesAsync(HostClip.Path);
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (video, job) = await JobPagesTests.VideoAsync(client, avatar, "Hello there");
        await ServiceHost.WaitAsync(client, job, "succeeded");

        var stills = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.GetByteArrayAsync(At($"/api/v1/videos/{video}/poster.jpg"))));
        using var still = OpenCvSharp.Cv2.ImDecode(stills[0], OpenCvSharp.ImreadModes.Color);
        Math.Max(still.Width, still.Height).ShouldBe(640);
        stills.ShouldAllBe(s => s.SequenceEqual(stills[0]));

        using var sound = await client.GetAsync(At($"/api/v1/videos/{video}/audio"));
        sound.Content.Headers.ContentType!.MediaType.ShouldBe("audio/mp4");
        sound.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("Ada-Hello-there.m4a");
        var file = Path.Combine(Mirror, "sound.m4a");
        await File.WriteAllBytesAsync(file, await sound.Content.ReadAsByteArrayAsync());
        var (alone, filmed) = (await MediaProbe.ProbeAsync(file), await MediaProbe.ProbeAsync(HostClip.Path));
        alone.Video.ShouldBeNull();
        alone.Seconds.ShouldBe(filmed.Seconds, 0.1);

        (await client.DeleteAsync(At($"/api/v1/videos/{video}"))).EnsureSuccessStatusCode();
        await ShouldBecomeEmptyAsync("videos");
        Directory.Exists(Path.Combine(Folder, "cache")).ShouldBeTrue();
        Files("cache").ShouldNotContain(path => Path.GetFileName(path).StartsWith("parts-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FirstPage_IsSmallAndAsksNobodyElse()
    {
        await using var host = Host();
        using var client = host.Client();
        await ServiceHost.MakeAvatarAsync(client);
        var page = await client.GetStringAsync(At("/"));
        var parts = new HashSet<string>();
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(page, "(?:src|href)=\"([^\"]+\\.(?:js|css|svg))\""))
        {
            await AddAsync(match.Groups[1].Value);
        }

        var bytes = page.Length;
        foreach (var part in parts)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, At(part)) { Headers = { { "Accept-Encoding", "br" } } };
            using var response = await client.SendAsync(request);
            response.Content.Headers.ContentEncoding.ShouldBe(["br"], part);
            bytes += (await response.Content.ReadAsByteArrayAsync()).Length;
        }

        // As browsers ask for them; pictures of avatars left out.
        bytes.ShouldBeLessThan(100 * 1024, string.Join('\n', parts));
        page.ShouldNotContain("http://");
        page.ShouldNotContain("https://");

        async Task AddAsync(string address)
        {
            var path = address.Split('?')[0];
            if (!parts.Add(path) || !path.EndsWith(".js", StringComparison.Ordinal))
            {
                return;
            }

            foreach (System.Text.RegularExpressions.Match import in System.Text.RegularExpressions.Regex.Matches(await client.GetStringAsync(At(path)), "(?:import|from) '([^']+)'"))
            {
                var imported = import.Groups[1].Value;
                await AddAsync(imported.StartsWith('/') ? imported : "/js/" + imported[2..]);
            }
        }
    }
}

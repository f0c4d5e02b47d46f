using System.Text;
using Ruying.Client;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class ClientTests : ServiceTest
{
    [Fact]
    public async Task Client_FootageToVideos_WholeWay()
    {
        await using var host = Host();
        using var http = host.Client();
        var ruying = new RuyingClient(http);
        using var footage = new MemoryStream([1, 2, 3]);
        var avatar = await ruying.Avatars.CreateAsync(footage, "anna.mp4", new AvatarOptions { Name = "Anna", ConsentBy = "Anna", Consent = "I agree", Studio = true });
        (await ruying.Jobs.WaitAsync(avatar.JobId)).State.ShouldBe(JobState.Succeeded);
        var shown = await ruying.Avatars.GetAsync(avatar.Id);
        (shown.Name, shown.Studio, shown.State, shown.Job.Kind).ShouldBe(("Anna", true, ResultState.Ready, JobKind.StudioAvatar));

        var options = new VideoOptions { AvatarId = avatar.Id, Text = "Hello {name}", Language = "en", Rate = 1.5, Label = false };
        var key = Guid.NewGuid().ToString();
        var video = await ruying.Videos.CreateAsync(options with { Text = "Hello" }, key);
        (await ruying.Videos.CreateAsync(options with { Text = "Hello" }, key)).ShouldBe(video, "made once");
        await ruying.Jobs.WaitAsync(video.JobId);
        using var file = new MemoryStream();
        await ruying.Videos.DownloadAsync(video.Id, file);
        file.ToArray().ShouldBe(Pipeline.Video);
        Pipeline.Requests.ShouldHaveSingleItem().Rate.ShouldBe(1.5);

        using var recording = new MemoryStream([1, 2, 3]);
        var spoken = await ruying.Videos.CreateFromRecordingAsync(new VideoOptions { AvatarId = avatar.Id, Denoise = true }, recording, "a.wav");
        (await ruying.Jobs.WaitAsync(spoken.JobId)).IsFinal.ShouldBeTrue();
        var batch = await ruying.Videos.CreateBatchAsync(options, [new Dictionary<string, string> { ["name"] = "Ada" }, new Dictionary<string, string> { ["name"] = "Bo" }]);
        foreach (var one in batch)
        {
            await ruying.Jobs.WaitAsync(one.JobId);
        }

        (await CollectAsync(ruying.Videos.ListAsync(avatar.Id, ResultState.Ready, "hello"))).Select(v => v.Text).ShouldBe(["Hello Bo", "Hello Ada", "Hello"]);
        (await CollectAsync(ruying.Jobs.ListAsync(JobState.Succeeded, JobKind.Video))).Count.ShouldBe(4);
        (await ruying.ListVoicesAsync("de")).ShouldHaveSingleItem().Language.ShouldBe("de");

        var refused = await Should.ThrowAsync<RuyingApiException>(() => ruying.Videos.CreateBatchAsync(options, [new Dictionary<string, string>()]));
        (refused.Status, refused.Code, refused.Errors[0].Code).ShouldBe((422, "batch.invalid", "batch.value_missing"));
        (await Should.ThrowAsync<RuyingApiException>(() => ruying.Jobs.WaitAsync("nobody"))).Code.ShouldBe("job.unknown");
        await ruying.Avatars.DeleteAsync(avatar.Id);
        (await CollectAsync(ruying.Avatars.ListAsync())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Uploads_OverAConnectionThatBreaks_ArriveWhole()
    {
        await using var host = Host();
        using var broken = new Breaking { InnerHandler = host.Server.CreateHandler() };
        using var http = new HttpClient(broken) { BaseAddress = host.Server.BaseAddress };
        var ruying = new RuyingClient(http);
        var bytes = new byte[300_000];
        new Random(3).NextBytes(bytes);
        using var footage = new MemoryStream(bytes);
        var heard = new List<long>();
        var id = await ruying.Uploads.SendAsync(footage, "anna.mp4", new Hear(heard.Add));

        broken.Left.ShouldBe(0);
        heard.Last().ShouldBe(bytes.Length);
        heard.Count.ShouldBeGreaterThan(2);
        var upload = await ruying.Uploads.GetAsync(id);
        (upload.Name, upload.State, upload.Received).ShouldBe(("anna.mp4", UploadState.Ready, bytes.Length));
        (await CollectAsync(ruying.Uploads.ListAsync())).ShouldHaveSingleItem();
        var avatar = await ruying.Avatars.CreateFromUploadAsync(new AvatarOptions { Name = "Anna", ConsentBy = "Anna", Consent = "I agree", Upload = id });
        (await ruying.Jobs.WaitAsync(avatar.JobId)).State.ShouldBe(JobState.Succeeded);

        using var second = new MemoryStream(bytes);
        var other = await ruying.Uploads.SendAsync(second, "b.mp4");
        await ruying.Uploads.DeleteAsync(other);
        (await Should.ThrowAsync<RuyingApiException>(() => ruying.Uploads.GetAsync(other))).Code.ShouldBe("upload.unknown");
    }

    [Fact]
    public async Task ModelsLexiconsKeys_AsTheServiceHasThem()
    {
        await using var host = Host();
        using var http = host.Client();
        var ruying = new RuyingClient(http);
        (await ruying.Models.ListAsync()).ShouldBeEmpty();
        (await Should.ThrowAsync<RuyingApiException>(() => ruying.Models.DeleteAsync("nobody"))).Code.ShouldBe("model.unknown");

        using var pls = new MemoryStream(Encoding.UTF8.GetBytes(
            """<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en"><lexeme><grapheme>SQL</grapheme><alias>sequel</alias></lexeme></lexicon>"""));
        (await ruying.Lexicons.PutAsync("en", pls)).Entries.ShouldHaveSingleItem().ShouldBe(new LexiconEntry("SQL", "sequel", null));
        (await ruying.Lexicons.ListAsync()).ShouldHaveSingleItem().Language.ShouldBe("en");
        await ruying.Lexicons.DeleteAsync("en");

        // The first key ends the time in which none is needed.
        var made = await ruying.Keys.CreateAsync("me", scopes: "admin");
        (await Should.ThrowAsync<RuyingApiException>(() => ruying.Keys.ListAsync())).Code.ShouldBe("auth.key_needed");
        using var bearing = host.Bearing(made.Secret);
        var admin = new RuyingClient(bearing);
        (await admin.Keys.ListAsync()).ShouldHaveSingleItem().Id.ShouldBe(made.Details.Id);
        await admin.Keys.RevokeAsync((await admin.Keys.CreateAsync("other", "bo", "read", 3)).Details.Id);
        (await admin.Keys.ListAsync()).Count(k => k.RevokedAt is not null).ShouldBe(1);
    }

    [Fact]
    public async Task Webhooks_MadeListedDeleted_AndSignaturesVerified()
    {
        await using var host = Host();
        using var http = host.Client();
        var ruying = new RuyingClient(http);
        var hook = await ruying.Webhooks.CreateAsync(new Uri("https://example.com/told"), ["video.ready"]);
        (await ruying.Webhooks.ListAsync()).ShouldHaveSingleItem().Events.ShouldBe(["video.ready"]);
        (await CollectAsync(ruying.Webhooks.ListDeliveriesAsync(hook.Id, DeliveryState.Pending))).ShouldBeEmpty();
        await ruying.Webhooks.DeleteAsync(hook.Id);

        var (now, secret, body) = (DateTimeOffset.UnixEpoch.AddDays(20_000), hook.Secret.ShouldNotBeNull(), """{"event":"video.ready"}""");
        var header = Ruying.Api.Webhooks.WebhookSignature.Sign(secret, now, body);
        bool Verify(string with, string? signed, string text, DateTimeOffset at) => WebhookSignature.Verify(with, signed, Encoding.UTF8.GetBytes(text), at);
        Verify(secret, header, body, now.AddMinutes(4)).ShouldBeTrue();
        Verify(secret, header, body, now.AddMinutes(6)).ShouldBeFalse();
        Verify(secret, header, body + " ", now).ShouldBeFalse();
        Verify(secret + "0", header, body, now).ShouldBeFalse();
        Verify(secret, null, body, now).ShouldBeFalse();
    }

    [Fact]
    public async Task Client_DraftToPreviewToShare_WholeWay()
    {
        await using var host = Host();
        using var http = host.Client();
        var ruying = new RuyingClient(http);
        var avatar = await ServiceHost.MakeAvatarAsync(http);
        using var heard = new MemoryStream();
        await ruying.Previews.SpeakAsync(new SpeechOptions { Text = "Hello", AvatarId = avatar, Rate = 1.2 }, heard);
        heard.Length.ShouldBe(52);

        var draft = await ruying.Drafts.CreateAsync("First", new VideoOptions { AvatarId = null, Text = "Hel" });
        draft.Video.AvatarId.ShouldBeNull();
        var saved = await ruying.Drafts.ReplaceAsync(draft.Id, "First", draft.Video with { AvatarId = avatar, Text = "Hello" }, draft.Tag);
        (await Should.ThrowAsync<RuyingApiException>(() => ruying.Drafts.ReplaceAsync(draft.Id, "Other", null, draft.Tag))).Code.ShouldBe("request.precondition_failed");
        (await ruying.Drafts.GetAsync(draft.Id)).ShouldBe(saved);
        (await CollectAsync(ruying.Drafts.ListAsync())).ShouldHaveSingleItem().Video.Text.ShouldBe("Hello");

        var preview = await ruying.Previews.CreateAsync(saved.Video);
        (await ruying.Previews.GetAsync(preview.Id, TimeSpan.FromSeconds(30))).State.ShouldBe(ResultState.Ready);
        using var file = new MemoryStream();
        await ruying.Previews.DownloadAsync(preview.Id, file);
        file.ToArray().ShouldBe(Pipeline.Video);
        await ruying.Previews.DeleteAsync(preview.Id);
        (await Should.ThrowAsync<RuyingApiException>(() => ruying.Previews.GetAsync(preview.Id))).Code.ShouldBe("preview.unknown");

        var video = await ruying.Drafts.RenderAsync(draft.Id);
        await ruying.Jobs.WaitAsync(video.JobId);
        await ruying.Drafts.DeleteAsync(draft.Id);
        var share = await ruying.Shares.CreateAsync(video.Id, TimeProvider.System.GetUtcNow().AddDays(1));
        (await http.GetAsync(share.Url)).EnsureSuccessStatusCode();
        (await ruying.Shares.ListAsync(video.Id)).ShouldHaveSingleItem().Views.ShouldBe(1);
        await ruying.Shares.DeleteAsync(video.Id, share.Id);
        (await ruying.Shares.ListAsync(video.Id)).ShouldBeEmpty();

        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var usage = await ruying.GetUsageAsync(today.AddDays(-1), today, all: true);
        (usage.Videos, usage.Avatars, usage.Days.Count, usage.Storage.Videos).ShouldBe((1, 1, 2, Pipeline.Video.Length));
    }

    private static async Task<List<T>> CollectAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }

    private sealed class Hear(Action<long> hear) : IProgress<long>
    {
        public void Report(long value) => hear(value);
    }

    /// <summary>Breaks the connection after some of the bytes of the first two PATCH requests.</summary>
    private sealed class Breaking : DelegatingHandler
    {
        public int Left { get; private set; } = 2;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Patch || Left == 0)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            Left--;
            var some = (await request.Content!.ReadAsByteArrayAsync(cancellationToken))[..70_000];
            using var part = new HttpRequestMessage(HttpMethod.Patch, request.RequestUri) { Content = new ByteArrayContent(some) { Headers = { ContentType = request.Content.Headers.ContentType } } };
            foreach (var header in request.Headers)
            {
                part.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            (await base.SendAsync(part, cancellationToken)).Dispose();
            throw new HttpRequestException("The connection broke.");
        }
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Tests.Models.Pulling;
using Ruying.Tests.Rendering.Generators;

namespace Ruying.Tests.Api.Manage;

/// <summary>A service with something of everything that is managed, as an admin without a key sees it.</summary>
internal sealed class ManageScene(ServiceHost host, HttpClient client, PullWorld world, IReadOnlyList<string> pages) : IAsyncDisposable
{
    public HttpClient Client => client;

    /// <summary>All pages of management, each with something on it.</summary>
    public IReadOnlyList<string> Pages => pages;

    /// <param name="test">Whose service it is.</param>
    /// <param name="listening">Whether it answers at an address of its own rather than in memory.</param>
    public static async Task<ManageScene> MakeAsync(ServiceTest test, bool listening = false)
    {
        var world = new PullWorld();
        world.Folder(test.Mirror);
        File.Copy(world.ListFile, Path.Combine(test.Mirror, "voices.json"));
        var host = test.Host(("Ruying:Retention:VideoDays", "30"), ("Ruying:Quota", "1000000"));
        if (listening)
        {
            host.UseKestrel(0);
            host.StartServer();
        }

        var client = host.CreateClient();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var video = await MakeVideoAsync(client, avatar, "Welcome to the course. It has four parts and takes an hour.");
        var old = await MakeVideoAsync(client, avatar, "Old news");
        test.ExecuteSql($"UPDATE jobs SET FinishedAt = 1 WHERE SubjectId = '{old}'");
        (await client.PostAsJsonAsync($"/api/v1/videos/{video}/shares", new { })).EnsureSuccessStatusCode();
        (await client.PostAsJsonAsync($"/api/v1/videos/{old}/shares", new { })).EnsureSuccessStatusCode();
        test.ExecuteSql($"UPDATE shares SET ExpiresAt = 1000 WHERE VideoId = '{old}'");
        using var model = new MultipartFormDataContent { { new StringContent("mine"), "name" }, { new ByteArrayContent(TestGenerator.Reference()), "file", "net.onnx" } };
        (await client.PostAsync(new Uri("/api/v1/models", UriKind.Relative), model)).EnsureSuccessStatusCode();
        using var pull = await client.PostAsJsonAsync($"/api/v1/models/{PullWorld.Name}/pull", new { acceptLicence = true });
        await ServiceHost.WaitAsync(client, (await ServiceHost.AcceptedAsync(pull)).Job, "succeeded");
        using var pls = new StringContent("<lexicon version='1.0' xml:lang='en'><lexeme><grapheme>SQL</grapheme><alias>sequel</alias></lexeme><lexeme><grapheme>Nguyễn</grapheme><phoneme>ŋwiən</phoneme></lexeme></lexicon>");
        (await client.PutAsync(new Uri("/api/v1/lexicons/en", UriKind.Relative), pls)).EnsureSuccessStatusCode();
        using var made = await client.PostAsJsonAsync("/api/v1/webhooks", new { url = "https://example.com/a-rather-long-address/for/news/of/finished-videos?token=0123456789abcdef" });
        var hook = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        test.ExecuteSql(Deliveries(hook!));
        return new ManageScene(
            host,
            client,
            world,
            [
                "/manage", "/manage/voices", "/manage/models", "/manage/models/mine", $"/manage/models/{PullWorld.Name}", $"/manage/models/{PullWorld.Name}/pull", "/manage/import", "/manage/lexicons", "/manage/lexicons/en",
                "/manage/shares", "/manage/webhooks", $"/manage/webhooks/{hook}", "/manage/usage", "/manage/keys", "/manage/retention", "/manage/audit", "/manage/servers",
            ]);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
        world.Dispose();
    }

    /// <summary>One message of each state, none of which is ever due.</summary>
    private static string Deliveries(string hook)
    {
        string Row(int number, string state, string status, string error) =>
            $"INSERT INTO deliveries (Id, WebhookId, Event, Body, State, Attempts, NextAt, Status, Error, CreatedAt, TriedAt) VALUES ('{new string('0', 31)}{number}', '{hook}', 'video.ready', '{{\"event\":\"video.ready\"}}', '{state}', {number}, 32503680000000, {status}, {error}, 1770000000000, 1770000001000);";
        return Row(1, "Delivered", "200", "NULL") + Row(2, "Pending", "503", "'The receiver answered 503.'") + Row(9, "Failed", "NULL", "'The receiver was not reached: ConnectionError.'");
    }

    private static async Task<string> MakeVideoAsync(HttpClient client, string avatar, string text)
    {
        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text }));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        return id;
    }
}

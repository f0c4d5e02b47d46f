using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed partial class DescriptionTests : ServiceTest
{
    [Fact]
    public async Task Description_RunningService_IsTheCommittedOne()
    {
        var running = await ReadAsync();
        var committed = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "openapi.json"));
        // The first line that differs tells more than both texts.
        var (ours, theirs) = (Lines(running), Lines(committed));
        var first = ours.Zip(theirs).TakeWhile(pair => pair.First == pair.Second).Count();
        (ours.ElementAtOrDefault(first), ours.Length).ShouldBe((theirs.ElementAtOrDefault(first), theirs.Length), $"line {first + 1} differs; start the service and run: curl -o docs/openapi.json http://127.0.0.1:8080/openapi/v1.json");
    }

    [Fact]
    public async Task Description_EveryOperation_IsComplete()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(await ReadAsync());
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject()).ToList();
        operations.Count.ShouldBeGreaterThan(30);
        foreach (var operation in operations.Select(o => o.Value))
        {
            var id = operation.GetProperty("operationId").GetString();
            id.ShouldNotBeNullOrEmpty();
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(id);
            foreach (var parameter in operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().ToArray() : [])
            {
                parameter.TryGetProperty("description", out _).ShouldBeTrue($"{id}: {parameter}");
            }

            foreach (var response in operation.GetProperty("responses").EnumerateObject().Where(r => r.Name is ['4' or '5', ..]))
            {
                Codes().IsMatch(response.Value.GetProperty("description").GetString()!).ShouldBeTrue($"{id} {response.Name} names no code");
                response.Value.GetProperty("content").TryGetProperty("application/problem+json", out _).ShouldBeTrue(id);
            }
        }

        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            foreach (var property in schema.Value.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToArray() : [])
            {
                property.Value.ToString().ShouldNotContain("^-?(?:0", Case.Sensitive, $"{schema.Name}.{property.Name} is a number");
            }
        }
    }

    [Fact]
    public async Task Description_FormsEventsAndKeys_AreTold()
    {
        var paths = JsonSerializer.Deserialize<JsonElement>(await ReadAsync()).GetProperty("paths");
        var video = paths.GetProperty("/api/v1/videos").GetProperty("post");
        video.GetProperty("requestBody").GetProperty("content").GetProperty("multipart/form-data").ToString().ShouldContain("\"audio\"");
        Headers(video).ShouldBe(["Idempotency-Key"]);
        var events = paths.GetProperty("/api/v1/jobs/{id}/events").GetProperty("get");
        events.GetProperty("responses").GetProperty("200").GetProperty("content").TryGetProperty("text/event-stream", out _).ShouldBeTrue();
        Headers(events).ShouldBe(["Last-Event-ID"]);
        Headers(paths.GetProperty("/api/v1/avatars/{id}").GetProperty("delete")).ShouldBe(["If-Match"]);
        Headers(paths.GetProperty("/api/v1/avatars/{id}").GetProperty("get")).ShouldBe(["If-None-Match"]);
    }

    [Fact]
    public async Task Description_EveryPost_TakesAnIdempotencyKeyOrMakesNothing()
    {
        var paths = JsonSerializer.Deserialize<JsonElement>(await ReadAsync()).GetProperty("paths").EnumerateObject();
        paths.Select(path => path.Value.TryGetProperty("post", out var post) ? post : default)
            .Where(post => post.ValueKind == JsonValueKind.Object && !Headers(post).Contains("Idempotency-Key"))
            .Select(post => post.GetProperty("operationId").GetString())
            .ShouldBe(["CancelJob", "RetryJob", "VerifyModels", "RevokeConsent", "PreviewSpeech"], ignoreOrder: true);
    }

    [Fact]
    public async Task Page_Reference_HasItsOwnPolicyAndNothingFromElsewhere()
    {
        await using var host = Host();
        using var client = host.Client();
        using var page = await client.GetAsync(At("/docs/"));
        var html = await page.Content.ReadAsStringAsync();
        page.EnsureSuccessStatusCode();
        html.ShouldNotContain("https://");
        var policy = page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldNotContain("http");
        policy.ShouldNotContain("unsafe-eval");
        var nonce = Nonce().Match(policy).Groups[1].Value;
        nonce.Length.ShouldBeGreaterThan(20);
        Script().Count(html).ShouldBe(3);
        Script().Matches(html).ShouldAllBe(m => m.Value.Contains($"nonce=\"{nonce}\"", StringComparison.Ordinal) || m.Value.Contains("src=", StringComparison.Ordinal));
        foreach (var script in new[] { "/docs/scalar.js", "/docs/scalar.aspnetcore.js" })
        {
            (await client.GetAsync(At(script))).EnsureSuccessStatusCode();
        }

        using var again = await client.GetAsync(At("/docs/"));
        again.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain(nonce);
    }

    [GeneratedRegex("^`[a-z_.]+`(, `[a-z_.]+`)*$")]
    private static partial Regex Codes();

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();

    private static string[] Headers(JsonElement operation) =>
        [.. (operation.TryGetProperty("parameters", out var all) ? all.EnumerateArray().ToArray() : []).Where(p => p.GetProperty("in").GetString() == "header").Select(p => p.GetProperty("name").GetString()!)];

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd().Split('\n');

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Ruying.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    private async Task<string> ReadAsync()
    {
        await using var host = Host();
        using var client = host.Client();
        return await client.GetStringAsync(At("/openapi/v1.json"));
    }
}

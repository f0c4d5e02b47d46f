using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Ruying.Api.Admin;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class HealthTests : ServiceTest
{
    [Fact]
    public async Task Ready_AllThere_IsHealthyAndSaysNoMore()
    {
        await using var host = Host(("Ruying:FreeSpaceMinimum", "1"));
        using var client = host.Client();
        await WorkersAsync(client);
        foreach (var address in new[] { "/health/live", "/health/ready" })
        {
            using var response = await client.GetAsync(At(address));
            var body = await response.Content.ReadFromJsonAsync<JsonElement>();
            response.StatusCode.ShouldBe(HttpStatusCode.OK, body.ToString());
            body.GetProperty("status").GetString().ShouldBe("healthy");
            body.EnumerateObject().Select(p => p.Name).ShouldBe(["status", "failed"]);
        }

        Files(".").Where(path => Path.GetFileName(path).StartsWith(".ready", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ready_NoRoomOnDisk_Is503WithTheNameAlone()
    {
        await using var host = Host(("Ruying:FreeSpaceMinimum", "9000000000000000000"));
        using var client = host.Client();
        await WorkersAsync(client);
        using var response = await client.GetAsync(At("/health/ready"));
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldBe("""{"status":"unhealthy","failed":["data"]}""");
        (await client.GetAsync(At("/health/live"))).StatusCode.ShouldBe(HttpStatusCode.OK, "it answers still");
    }

    [Fact]
    public async Task Ready_TablesOfAnotherVersion_NamesTheDatabase()
    {
        await using var host = Host(("Ruying:FreeSpaceMinimum", "1"));
        using var client = host.Client();
        await WorkersAsync(client);
        using (var db = new SqliteConnection($"Data Source={Path.Combine(Folder, "ruying.db")};Pooling=False"))
        {
            db.Open();
            using var command = db.CreateCommand();
            command.CommandText = "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_Later', '99')";
            command.ExecuteNonQuery();
        }

        (await client.GetStringAsync(At("/health/live"))).ShouldContain("healthy");
        using var response = await client.GetAsync(At("/health/ready"));
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("failed").EnumerateArray().Select(e => e.GetString()).ShouldBe(["database"]);
    }

    [Fact]
    public async Task AdminHealth_NobodyListens_Is1()
    {
        using StringWriter said = new(), wrong = new();
        (await AdminCommandLine.RunAsync(["health", "--url", "http://127.0.0.1:1"], new AdminOutput(said, wrong))).ShouldBe(1);
        said.ToString().ShouldContain("unhealthy");
    }

    // Hangfire's workers say a moment after the start that they are there.
    private static Task WorkersAsync(HttpClient client) =>
        Eventually.SoAsync(async () => !(await (await client.GetAsync(At("/health/ready"))).Content.ReadAsStringAsync()).Contains("workers", StringComparison.Ordinal));
}

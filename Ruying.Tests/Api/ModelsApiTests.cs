using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Tests.Rendering.Generators;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class ModelsApiTests : ServiceTest
{
    [Fact]
    public async Task Import_OfAGenerator_ListsChoosesAndDeletesIt()
    {
        await using var host = Host();
        using var client = host.Client();
        using var created = await ImportAsync(client, TestGenerator.Reference("256"), "mine", """{"colours":"rgb"}""");
        created.StatusCode.ShouldBe(HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        created.Headers.Location!.ToString().ShouldBe("/api/v1/models/mine");
        var model = (await client.GetFromJsonAsync<JsonElement>("/api/v1/models")).EnumerateArray().ShouldHaveSingleItem();
        (model.GetProperty("name").GetString(), model.GetProperty("side").GetInt32(), model.GetProperty("file").GetString()).ShouldBe(("mine", 256, "net.onnx"));
        model.GetProperty("settings").GetProperty("colours").GetString().ShouldBe("rgb");
        Files("uploads").ShouldBeEmpty();
        await ServiceHost.ProblemAsync(await ImportAsync(client, TestGenerator.Reference(), "mine"), HttpStatusCode.Conflict, "model.exists");

        // An avatar's choice, and a video's.
        using var form = ServiceHost.Footage();
        form.Add(new StringContent("mine"), "engine");
        var (avatar, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        Pipeline.Builds.ShouldHaveSingleItem().Engine.ShouldBe("mine");
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{avatar}")).GetProperty("engine").GetString().ShouldBe("mine");
        var (video, render) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "a", engine = "own" }));
        await ServiceHost.WaitAsync(client, render, "succeeded");
        Pipeline.Requests.ShouldHaveSingleItem().Engine.ShouldBe("own");
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{video}")).GetProperty("engine").GetString().ShouldBe("own");

        (await client.DeleteAsync(At("/api/v1/models/mine"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ServiceHost.ProblemAsync(await client.GetAsync(At("/api/v1/models/mine")), HttpStatusCode.NotFound, "model.unknown");
        await ServiceHost.ProblemAsync(await client.DeleteAsync(At("/api/v1/models/..%2Fkeys")), HttpStatusCode.NotFound, "model.unknown");
    }

    [Fact]
    public async Task Create_WithAnUnknownEngine_NotFound()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        await ServiceHost.ProblemAsync(
            await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "a", engine = "nobody" }), HttpStatusCode.NotFound, "model.unknown");
        using var form = ServiceHost.Footage();
        form.Add(new StringContent("../models"), "engine");
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.NotFound, "model.unknown");
    }

    [Fact]
    public async Task Import_OfWhatCannotServe_ProblemWithCode()
    {
        await using var host = Host(("Ruying:ModelLimit", "20000"));
        using var client = host.Client();
        await ServiceHost.ProblemAsync(await ImportAsync(client, [1, 2, 3], "mine"), HttpStatusCode.UnprocessableEntity, "model.not_onnx");
        await ServiceHost.ProblemAsync(await ImportAsync(client, TestGenerator.Reference(), "../x"), HttpStatusCode.UnprocessableEntity, "model.name");
        await ServiceHost.ProblemAsync(await ImportAsync(client, TestGenerator.Reference(), "x", "{"), HttpStatusCode.UnprocessableEntity, "model.settings");
        await ServiceHost.ProblemAsync(await ImportAsync(client, new byte[30_000], "x"), HttpStatusCode.RequestEntityTooLarge, "upload.too_large");
        using var empty = new MultipartFormDataContent { { new StringContent("x"), "name" } };
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/models"), empty), HttpStatusCode.UnprocessableEntity, "upload.missing");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/models")).GetArrayLength().ShouldBe(0);
        Files("uploads").ShouldBeEmpty();
    }

    private static async Task<HttpResponseMessage> ImportAsync(HttpClient client, byte[] file, string name, string? settings = null)
    {
        using var form = new MultipartFormDataContent { { new StringContent(name), "name" }, { new ByteArrayContent(file), "file", "net.onnx" } };
        if (settings is not null)
        {
            form.Add(new StringContent(settings), "settings");
        }

        return await client.PostAsync(At("/api/v1/models"), form);
    }
}

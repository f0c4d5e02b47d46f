using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Tests.Models.Pulling;
using Ruying.Tests.Rendering.Generators;
using Ruying.Tests.Speech.Neural;
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
        await ShouldBecomeEmptyAsync("uploads");
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
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Pull_Accepted_IsAJobThatBringsTheVoice()
    {
        using var world = new PullWorld();
        world.Folder(Mirror);
        File.Copy(world.ListFile, Path.Combine(Mirror, "voices.json"));
        await using var host = Host();
        using var client = host.Client();
        var offered = (await client.GetFromJsonAsync<JsonElement>("/api/v1/models/available?language=de")).EnumerateArray().ShouldHaveSingleItem();
        (offered.GetProperty("name").GetString(), offered.GetProperty("installed").GetBoolean()).ShouldBe((PullWorld.Name, false));
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/models/available?language=fr")).GetArrayLength().ShouldBe(0);

        var problem = await ServiceHost.ProblemAsync(await PullAsync(client, false), HttpStatusCode.UnprocessableEntity, "model.licence");
        problem.GetProperty("licence").GetProperty("summary").GetString().ShouldBe("CC-BY-4.0");
        problem.GetProperty("licence").GetProperty("text").GetString().ShouldBe(PullWorld.Card.Trim());
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/jobs")).GetProperty("items").GetArrayLength().ShouldBe(0);

        var (name, job) = await ServiceHost.AcceptedAsync(await PullAsync(client, true));
        var done = await ServiceHost.WaitAsync(client, job, "succeeded");
        (done.GetProperty("kind").GetString(), done.GetProperty("subjectId").GetString(), name).ShouldBe(("model", PullWorld.Name, PullWorld.Name));
        var model = await client.GetFromJsonAsync<JsonElement>($"/api/v1/models/{name}");
        model.GetProperty("licence").GetProperty("card").GetString().ShouldBe(PullWorld.Card.Trim());
        await ServiceHost.ProblemAsync(await PullAsync(client, true), HttpStatusCode.Conflict, "model.exists");
        await ServiceHost.ProblemAsync(await PullAsync(client, true, "nobody"), HttpStatusCode.NotFound, "model.unknown");

        using var verified = await client.PostAsync(At($"/api/v1/models/verify?name={name}"), null);
        (await verified.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().ShouldHaveSingleItem().GetProperty("damaged").GetArrayLength().ShouldBe(0);
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/models/verify?name=nobody"), null), HttpStatusCode.NotFound, "model.unknown");
        (await client.DeleteAsync(At($"/api/v1/models/{name}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Pull_CancelledUnderWay_LeavesNothing()
    {
        using var world = new PullWorld();
        await using var server = world.Serve();
        server.StallsAt = PullWorld.NetworkPath;
        Pipeline.Dispose();
        Pipeline.Puller = new(world.Options(server.Address), Pipeline.Models, TimeProvider.System);
        await using var host = Host();
        using var client = host.Client();
        var (_, job) = await ServiceHost.AcceptedAsync(await PullAsync(client, true));
        await ServiceHost.WaitAsync(client, job, seen => seen.GetProperty("percent").GetInt32() > 0);
        await ServiceHost.ProblemAsync(await PullAsync(client, true), HttpStatusCode.Conflict, "model.busy");
        (await client.PostAsync(At($"/api/v1/jobs/{job}/cancel"), null)).EnsureSuccessStatusCode();
        await Eventually.SoAsync(() => !Directory.Exists(Path.Combine(Folder, "models", ".pulls", PullWorld.Name)));

        Files(Path.Combine("models", ".pulls")).ShouldHaveSingleItem().ShouldEndWith(".lock");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/models")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Pull_FromAMirrorThatLacksIt_TheCardsErrorAtOnceAndTheRestAtTheJob()
    {
        using var world = new PullWorld();
        File.Copy(world.ListFile, Path.Combine(Mirror, "voices.json"));
        await using var host = Host();
        using var client = host.Client();
        await ServiceHost.ProblemAsync(await PullAsync(client, true), HttpStatusCode.ServiceUnavailable, "model.download_failed");
        world.Folder(Mirror);
        File.Delete(Path.Combine(Mirror, PullWorld.NetworkPath));
        var (_, job) = await ServiceHost.AcceptedAsync(await PullAsync(client, true));
        (await ServiceHost.WaitAsync(client, job, "failed")).GetProperty("error").GetProperty("code").GetString().ShouldBe("model.download_failed");
        (await client.DeleteAsync(At($"/api/v1/models/{PullWorld.Name}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ServiceHost.ProblemAsync(await client.DeleteAsync(At($"/api/v1/models/{PullWorld.Name}")), HttpStatusCode.NotFound, "model.unknown");
    }

    [Fact]
    public async Task Import_OfVoices_TakesTheirFiles()
    {
        await using var host = Host();
        using var client = host.Client();
        using var piper = new MultipartFormDataContent
        {
            { new StringContent("anna"), "name" },
            { new StringContent("piper"), "kind" },
            { new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(PullWorld.Config)), "config", "v.onnx.json" },
            { new ByteArrayContent(TestVoice.Piper()), "file", "v.onnx" },
        };
        (await client.PostAsync(At("/api/v1/models"), piper)).StatusCode.ShouldBe(HttpStatusCode.Created);
        using var kokoro = new MultipartFormDataContent
        {
            { new StringContent("k82"), "name" },
            { new StringContent("kokoro"), "kind" },
            { new ByteArrayContent(TestVoice.Kokoro()), "file", "k.onnx" },
            { new ByteArrayContent(VoiceStore.Style(510)), "styles", "af_heart.bin" },
        };
        using var created = await client.PostAsync(At("/api/v1/models"), kokoro);
        created.StatusCode.ShouldBe(HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("voice").GetProperty("voices")[0].GetString().ShouldBe("af_heart");

        using var lacks = new MultipartFormDataContent { { new StringContent("b"), "name" }, { new StringContent("kokoro"), "kind" }, { new ByteArrayContent(TestVoice.Kokoro()), "file", "k.onnx" } };
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/models"), lacks), HttpStatusCode.UnprocessableEntity, "upload.missing");
        using var odd = new MultipartFormDataContent { { new StringContent("b"), "name" }, { new StringContent("matting"), "kind" }, { new ByteArrayContent([1]), "file", "k.onnx" } };
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/models"), odd), HttpStatusCode.UnprocessableEntity, "model.kind");
        await ShouldBecomeEmptyAsync("uploads");
    }

    private static Task<HttpResponseMessage> PullAsync(HttpClient client, bool accept, string name = PullWorld.Name) =>
        client.PostAsJsonAsync($"/api/v1/models/{name}/pull", new { acceptLicence = accept });

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

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Ruying.Pipeline.Speech;
using Ruying.Tests.Models.Pulling;
using Ruying.Tests.Rendering.Generators;
using Ruying.Tests.Speech.Neural;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Manage;

public sealed class ManageModelsTests : ServiceTest
{
    [Fact]
    public async Task Import_Refused_ShowsTheReasonInWords()
    {
        await using var host = Host();
        using var client = host.Client();
        using var english = await SendAsync(client, [1, 2, 3], "mine");
        var page = WebUtility.HtmlDecode(await english.Content.ReadAsStringAsync());
        english.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.ShouldContain("<code>model.not_onnx</code>");
        page.ShouldContain("value=\"mine\"");

        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "zh");
        using var chinese = await SendAsync(client, [1, 2, 3], "mine");
        WebUtility.HtmlDecode(await chinese.Content.ReadAsStringAsync()).ShouldContain("这不是 ONNX 文件；请选择 .onnx 文件。");
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Import_WithoutScripts_GoesToTheModelsPageWhereItIsDeleted()
    {
        await File.WriteAllTextAsync(Path.Combine(Mirror, "voices.json"), """{"address":"https://127.0.0.1:1/","models":[]}""");
        await using var host = Host();
        using var client = host.Client();
        (await PagesTests.RedirectAsync(await SendAsync(client, TestGenerator.Reference(), "mine"))).ShouldBe("/manage/models/mine");
        var page = await client.GetStringAsync(At("/manage/models/mine"));
        page.ShouldContain("Face generator (Wav2Lip)");
        page.ShouldContain("net.onnx");
        (await client.GetStringAsync(At("/manage/models"))).ShouldContain("href=\"/manage/models/mine\"");
        using var again = await SendAsync(client, TestGenerator.Reference(), "mine");
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        using var delete = await PagesTests.FieldsAsync(client, "/manage/models/mine");
        (await PagesTests.RedirectAsync(await client.PostAsync(At("/manage/models/mine?handler=Delete"), delete))).ShouldBe("/manage/models");
        (await client.GetAsync(At("/manage/models/mine"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Import_WithoutToken_IsRefusedBeforeAnyFile()
    {
        await using var host = Host();
        using var client = host.Client();
        using var form = new MultipartFormDataContent { { new StringContent("mine"), "name" }, { new ByteArrayContent(TestGenerator.Reference()), "file", "net.onnx" } };
        using var response = await client.PostAsync(At("/manage/import"), form);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("request.token");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/models")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Import_OfUploads_UsesThemAndLeavesThemWhereRefused()
    {
        await using var host = Host();
        using var client = host.Client();
        var network = await UploadAsync(client, TestVoice.Piper(), "v.onnx");
        var config = await UploadAsync(client, Encoding.UTF8.GetBytes(PullWorld.Config), "v.onnx.json");
        var broken = await UploadAsync(client, "{"u8.ToArray(), "broken.json");

        await ServiceHost.ProblemAsync(await ImportAsync(client, network, broken), HttpStatusCode.UnprocessableEntity, "model.settings");
        await ServiceHost.ProblemAsync(await ImportAsync(client, "nobody", config), HttpStatusCode.NotFound, "upload.unknown");
        (await WaitingAsync(client)).Count.ShouldBe(3, "they can be used again");

        using var created = await ImportAsync(client, network, config);
        created.StatusCode.ShouldBe(HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("file").GetString().ShouldBe("v.onnx");
        (await WaitingAsync(client)).ShouldBe([broken]);
        (await client.DeleteAsync(At($"/api/v1/uploads/{broken}"))).EnsureSuccessStatusCode();
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Import_OfAnUploadOverTheLimit_IsRefused()
    {
        await using var host = Host(("Ruying:ModelLimit", "20000"));
        using var client = host.Client();
        var large = await UploadAsync(client, new byte[30_000], "v.onnx");
        await ServiceHost.ProblemAsync(await ImportAsync(client, large, await UploadAsync(client, "{}"u8.ToArray(), "v.json")), HttpStatusCode.RequestEntityTooLarge, "upload.too_large");
        (await WaitingAsync(client)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Pull_ShowsTheCardThenPullsAndNamesTheLicence()
    {
        using var world = new PullWorld();
        world.Folder(Mirror);
        File.Copy(world.ListFile, Path.Combine(Mirror, "voices.json"));
        await using var host = Host();
        using var client = host.Client();
        (await client.GetStringAsync(At("/manage/models?q=ANNA&language=de"))).ShouldContain($"action=\"/manage/models/{PullWorld.Name}/pull\"");
        (await client.GetStringAsync(At("/manage/models?language=fr"))).ShouldNotContain("/pull\"");

        var address = $"/manage/models/{PullWorld.Name}/pull";
        using var ask = await PagesTests.FieldsAsync(client, address);
        using var card = await client.PostAsync(At(address), ask);
        (await card.Content.ReadAsStringAsync()).ShouldContain("License: CC-BY-4.0");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/jobs")).GetProperty("items").GetArrayLength().ShouldBe(0);

        using var accept = await PagesTests.FieldsAsync(client, address, ("accept", "true"));
        (await PagesTests.RedirectAsync(await client.PostAsync(At(address), accept))).ShouldBe("/manage/models#pulls");
        var job = (await client.GetFromJsonAsync<JsonElement>("/api/v1/jobs")).GetProperty("items")[0].GetProperty("id").GetString()!;
        await ServiceHost.WaitAsync(client, job, "succeeded");
        var page = await client.GetStringAsync(At($"/manage/models/{PullWorld.Name}"));
        page.ShouldContain("CC-BY-4.0");
        page.ShouldContain(PullWorld.NetworkPath);
        (await client.GetStringAsync(At("/manage/models"))).ShouldNotContain("On the way");
        using var twice = await client.PostAsync(At(address), accept);
        twice.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Pull_UnderWay_ShowsHowFarItIs_AndAFailedOneWhy()
    {
        using var world = new PullWorld();
        await using var server = world.Serve();
        server.StallsAt = PullWorld.NetworkPath;
        Pipeline.Dispose();
        Pipeline.Puller = new(world.Options(server.Address), Pipeline.Models, TimeProvider.System);
        await using var host = Host();
        using var client = host.Client();
        using var begun = await client.PostAsJsonAsync($"/api/v1/models/{PullWorld.Name}/pull", new { acceptLicence = true });
        var (_, job) = await ServiceHost.AcceptedAsync(begun);
        await ServiceHost.WaitAsync(client, job, seen => seen.GetProperty("percent").GetInt32() > 0);
        var page = await client.GetStringAsync(At("/manage/models"));
        page.ShouldContain($"data-job=\"{job}\"");
        page.ShouldContain("Fetching the voice");
        page.ShouldContain("http-equiv=\"refresh\"");
        (await client.PostAsync(At($"/api/v1/jobs/{job}/cancel"), null)).EnsureSuccessStatusCode();
        await ServiceHost.WaitAsync(client, job, "cancelled");
        (await client.GetStringAsync(At("/manage/models"))).ShouldNotContain(job);
    }

    [Fact]
    public async Task Voices_AfterAModelCame_AreAskedForAgain()
    {
        await using var host = Host();
        using var client = host.Client();
        (await client.GetStringAsync(At("/manage/voices?language=de"))).ShouldContain("data-voice=\"de\"");
        Pipeline.Voices = [new Voice("piper:anna", "anna", "de", "piper")];
        (await client.GetStringAsync(At("/manage/voices"))).ShouldNotContain("piper:anna");
        using var piper = new MultipartFormDataContent
        {
            { new StringContent("anna"), "name" }, { new StringContent("piper"), "kind" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(PullWorld.Config)), "config", "v.onnx.json" }, { new ByteArrayContent(TestVoice.Piper()), "file", "v.onnx" },
        };
        (await client.PostAsync(At("/api/v1/models"), piper)).StatusCode.ShouldBe(HttpStatusCode.Created);

        (await client.GetStringAsync(At("/manage/voices?q=ANN"))).ShouldContain("data-voice=\"piper:anna\"");
        (await client.GetStringAsync(At("/manage/voices?q=otto"))).ShouldContain("Nothing fits");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, byte[] file, string name)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await PagesTests.TokenAsync(client, "/manage/import")), "__RequestVerificationToken" },
            { new StringContent(name), "name" }, { new StringContent("wav2lip"), "kind" }, { new ByteArrayContent(file), "file", "net.onnx" },
        };
        foreach (var field in new[] { "config", "styles" })
        {
            var nothing = new ByteArrayContent([]);
            nothing.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{field}\"; filename=\"\"");
            form.Add(nothing); // What a browser sends for a file that was not chosen.
        }

        return await client.PostAsync(At("/manage/import"), form);
    }

    private static async Task<HttpResponseMessage> ImportAsync(HttpClient client, string upload, string config)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("anna"), "name" }, { new StringContent("piper"), "kind" }, { new StringContent(upload), "upload" }, { new StringContent(config), "configUpload" },
        };
        return await client.PostAsync(At("/api/v1/models"), form);
    }

    private static async Task<string> UploadAsync(HttpClient client, byte[] bytes, string name)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", name } };
        using var response = await client.PostAsync(At("/api/v1/uploads"), form);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<IReadOnlyList<string>> WaitingAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/v1/uploads")).GetProperty("items").EnumerateArray().Select(upload => upload.GetProperty("id").GetString()!)];
}

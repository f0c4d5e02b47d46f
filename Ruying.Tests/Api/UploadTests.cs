using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class UploadTests : ServiceTest
{
    [Fact]
    public async Task Create_TooLarge_413AndNothingKept()
    {
        await using var host = Host(("Ruying:UploadLimit", "1000"));
        using var client = host.Client();
        using var form = ServiceHost.Footage(new byte[1001]);
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.RequestEntityTooLarge, "upload.too_large");
        await ShouldBecomeEmptyAsync("uploads");

        using var fits = ServiceHost.Footage(new byte[1000]);
        await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), fits));
    }

    [Fact]
    public async Task Create_LengthAnnouncedTooLarge_413BeforeReading()
    {
        await using var host = Host(("Ruying:UploadLimit", "1000"));
        using var client = host.Client();
        using var form = ServiceHost.Footage(new byte[6 << 20]);
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.RequestEntityTooLarge, "upload.too_large");
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Create_EmptyOrNoFile_422()
    {
        await using var host = Host();
        using var client = host.Client();
        using var empty = ServiceHost.Footage([]);
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), empty), HttpStatusCode.UnprocessableEntity, "upload.empty");
        using var none = new MultipartFormDataContent { { new StringContent("Ada"), "name" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("I agree"), "consent" } };
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), none), HttpStatusCode.UnprocessableEntity, "upload.missing");
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Theory]
    [InlineData("../../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\ada\\clip.mov", "clip.mov")]
    [InlineData("a$(touch x);'<b>.mp4", "a$(touch x);'<b>.mp4")]
    [InlineData("..", "..")]
    public async Task Create_HostileFileName_IsOnlyText(string sent, string shown)
    {
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage(fileName: sent);
        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, "succeeded");

        var avatar = await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{id}");
        avatar.GetProperty("footage").GetString().ShouldBe(shown);
        Files("avatars").ShouldBe([Path.Combine(Folder, "avatars", id)]);
        (await client.GetStringAsync(At($"/avatars/{id}"))).ShouldNotContain("<b>");
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"consentBy\"\r\n\r\nAda\r\n--x\r\nContent-Disposition: form-data; name=\"consent\"\r\n\r\nyes\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nno end", "request.malformed", 400)]
    [InlineData("multipart/form-data; boundary=x", "rubbish", "request.malformed", 400)]
    [InlineData("multipart/form-data", "rubbish", "request.media_type", 415)]
    [InlineData("application/json", "{}", "request.media_type", 415)]
    public async Task Create_MalformedForm_ProblemAndNothingKept(string type, string body, string code, int status)
    {
        await using var host = Host();
        using var client = host.Client();
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), content), (HttpStatusCode)status, code);
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Create_LongName_422()
    {
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage(name: new string('a', 101));
        await ServiceHost.ProblemAsync(
            await client.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.UnprocessableEntity, "avatar.name_too_long");
        await ShouldBecomeEmptyAsync("uploads");
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Pipeline.Speech.Voices;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class AvatarVoiceApiTests : ServiceTest
{
    [Fact]
    public async Task Voice_OfAnAvatar_IsShownAndSet()
    {
        await using var host = Host();
        using var client = host.Client();
        var voice = $"/api/v1/avatars/{await ServiceHost.MakeAvatarAsync(client)}/voice";

        var before = await client.GetFromJsonAsync<JsonElement>(voice + "?language=de");
        before.GetProperty("measured").GetProperty("pitch").GetProperty("median").GetDouble().ShouldBe(181.4);
        before.GetProperty("set").ValueKind.ShouldBe(JsonValueKind.Null);
        before.GetProperty("fitted").GetProperty("voice").GetProperty("id").GetString().ShouldBe("de");

        using var set = await client.PutAsJsonAsync(At(voice), new { voice = " de ", pitch = 2 });
        set.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Pipeline.Chosen.ShouldBe(new VoiceChoice("de", 2));

        using var automatic = await client.PutAsJsonAsync(At(voice), new { voice = "" });
        Pipeline.Chosen.ShouldBe(new VoiceChoice());
        (await client.GetFromJsonAsync<JsonElement>(voice)).GetProperty("language").GetString().ShouldBe("en");
    }

    [Fact]
    public async Task Voice_OutOfRangeUnreadableOrOfNobody_IsAProblem()
    {
        await using var host = Host();
        using var client = host.Client();
        var voice = $"/api/v1/avatars/{await ServiceHost.MakeAvatarAsync(client)}/voice";

        await ServiceHost.ProblemAsync(await client.PutAsJsonAsync(At(voice), new { pitch = 20 }), HttpStatusCode.UnprocessableEntity, "speech.option_out_of_range");
        await ServiceHost.ProblemAsync(await client.PutAsJsonAsync(At(voice), new { pitch = "high" }), HttpStatusCode.BadRequest, "request.malformed");
        await ServiceHost.ProblemAsync(await client.PutAsJsonAsync(At("/api/v1/avatars/none/voice"), new { pitch = 2 }), HttpStatusCode.NotFound, "avatar.unknown");
        await ServiceHost.ProblemAsync(await client.GetAsync(At("/api/v1/avatars/none/voice")), HttpStatusCode.NotFound, "avatar.unknown");
    }

    [Fact]
    public async Task Voice_WhileTheAvatarIsBuilt_IsNotReady()
    {
        Pipeline.Gate = (stage, token) => stage == "track" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        var (id, _) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));

        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/avatars/{id}/voice")), HttpStatusCode.Conflict, "avatar.not_ready");
        (await client.GetStringAsync(At($"/avatars/{id}"))).ShouldNotContain("Change the voice");
    }
}

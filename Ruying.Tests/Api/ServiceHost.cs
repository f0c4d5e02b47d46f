using Ruying.Api.Keys;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api;
using Ruying.Api.Jobs;
using Shouldly;

namespace Ruying.Tests.Api;

/// <summary>The service as it starts for a user, on a data folder of the test's, with the pipeline's double.</summary>
internal sealed class ServiceHost(string folder, PipelineDouble? pipeline, params (string Key, string Value)[] settings) : WebApplicationFactory<ServiceOptions>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Ruying:DataFolder", folder);
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        if (pipeline is not null)
        {
            builder.ConfigureTestServices(services => services.AddSingleton<IPipeline>(pipeline));
        }
    }

    /// <summary>A client with a new key.</summary>
    public async Task<HttpClient> BearerAsync(string owner, string scopes) =>
        Bearing((await Services.GetRequiredService<KeyStore>().CreateAsync(owner, owner, KeyScopeNames.Parse(scopes), null, default)).Key);

    public HttpClient Bearing(string key)
    {
        var client = Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        return client;
    }

    public HttpClient Client() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    public static MultipartFormDataContent Footage(byte[]? bytes = null, string fileName = "clip.mp4", string? name = "Ada", string? consent = "Ada agreed")
    {
        var form = new MultipartFormDataContent();
        if (name is not null)
        {
            form.Add(new StringContent(name), "name");
        }

        if (consent is not null)
        {
            form.Add(new StringContent("Ada Lovelace"), "consentBy");
            form.Add(new StringContent(consent), "consent");
        }

        form.Add(new ByteArrayContent(bytes ?? [1, 2, 3]), "file", fileName);
        return form;
    }

    /// <summary>Uploads footage and waits for its avatar.</summary>
    public static async Task<string> MakeAvatarAsync(HttpClient client, string? consent = "Ada agreed")
    {
        using var form = Footage(consent: consent);
        using var response = await client.PostAsync(new Uri("/api/v1/avatars", UriKind.Relative), form);
        var (id, job) = await AcceptedAsync(response);
        await WaitAsync(client, job, "succeeded");
        return id;
    }

    public static async Task<(string Id, string Job)> AcceptedAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, body.ToString());
        var job = body.GetProperty("jobId").GetString()!;
        response.Headers.Location!.ToString().ShouldBe("/api/v1/jobs/" + job);
        return (body.GetProperty("id").GetString()!, job);
    }

    public static Task<JsonElement> WaitAsync(HttpClient client, string job, string state) =>
        WaitAsync(client, job, j => j.GetProperty("state").GetString() == state);

    public static async Task<JsonElement> WaitAsync(HttpClient client, string job, Func<JsonElement, bool> until)
    {
        JsonElement seen = default;
        await Eventually.SoAsync(async () =>
        {
            seen = await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}");
            return until(seen);
        });
        return until(seen) ? seen : throw new TimeoutException($"The job did not get there: {seen}");
    }

    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("type").GetString().ShouldNotBeNullOrEmpty();
        return problem;
    }
}

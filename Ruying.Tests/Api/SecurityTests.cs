using System.Net;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class SecurityTests : ServiceTest
{
    [Theory]
    [InlineData("/")]
    [InlineData("/nowhere")]
    [InlineData("/css/site.css")]
    [InlineData("/js/site.js")]
    [InlineData("/favicon.svg")]
    [InlineData("/api/v1/avatars")]
    [InlineData("/api/v1/avatars/nobody")]
    public async Task Any_Response_CarriesTheHeaders(string address)
    {
        await using var host = Host();
        using var client = host.Client();
        using var response = await client.GetAsync(At(address));
        response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldNotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
        if (!address.Contains("no", StringComparison.Ordinal))
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:8080", 200)]
    [InlineData("[::1]:8080", 200)]
    [InlineData("evil.example", 400)]
    public async Task Host_NotLoopback_IsNotAnswered(string name, int status)
    {
        await using var host = Host();
        using var client = host.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/avatars") { Headers = { Host = name } };
        ((int)(await client.SendAsync(request)).StatusCode).ShouldBe(status);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", "http://localhost", true)]
    public async Task Post_FromAnotherSite_Is403(string header, string value, bool passes)
    {
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/avatars") { Content = form };
        request.Headers.Add(header, value);
        using var response = await client.SendAsync(request);
        if (passes)
        {
            await ServiceHost.AcceptedAsync(response);
        }
        else
        {
            await ServiceHost.ProblemAsync(response, HttpStatusCode.Forbidden, "request.cross_site");
        }
    }

    [Fact]
    public async Task Api_UnknownAddressAndMethod_AreProblems()
    {
        await using var host = Host();
        using var client = host.Client();
        await ServiceHost.ProblemAsync(await client.GetAsync(At("/api/v1/nothing")), HttpStatusCode.NotFound, "request.unknown_address");
        await ServiceHost.ProblemAsync(await client.DeleteAsync(At("/api/v1/voices")), HttpStatusCode.MethodNotAllowed, "request.method_not_allowed");
        await ServiceHost.ProblemAsync(await client.GetAsync(At("/api/v1/avatars?limit=many")), HttpStatusCode.BadRequest, "request.malformed");
    }
}

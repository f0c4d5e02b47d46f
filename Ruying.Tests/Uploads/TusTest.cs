using System.Net;
using System.Net.Http.Headers;
using Ruying.Tests.Api;
using Shouldly;

namespace Ruying.Tests.Uploads;

/// <summary>Speaks the tus protocol by hand.</summary>
public abstract class TusTest : ServiceTest
{
    internal const string Address = "/api/v1/uploads/tus";
    internal const string BytesType = "application/offset+octet-stream";

    /// <summary>A request with the protocol's version, unless told otherwise.</summary>
    internal static HttpRequestMessage Request(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, At(address));
        if (headers.All(h => h.Name != "Tus-Resumable"))
        {
            request.Headers.Add("Tus-Resumable", "1.0.0");
        }

        foreach (var (name, value) in headers.Where(h => h.Value.Length > 0))
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        return request;
    }

    internal static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        using var request = Request(method, address, headers);
        return await client.SendAsync(request);
    }

    internal static async Task<HttpResponseMessage> PatchAsync(HttpClient client, string address, long offset, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var request = Request(HttpMethod.Patch, address, [("Upload-Offset", $"{offset}"), .. headers]);
        content.Headers.ContentType ??= MediaTypeHeaderValue.Parse(BytesType);
        request.Content = content;
        return await client.SendAsync(request);
    }

    internal static Task<HttpResponseMessage> PatchAsync(HttpClient client, string address, long offset, byte[] bytes, params (string Name, string Value)[] headers) =>
        PatchAsync(client, address, offset, new ByteArrayContent(bytes), headers);

    /// <summary>Begins an upload and gives its address.</summary>
    internal static async Task<string> CreateAsync(HttpClient client, long length, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(client, HttpMethod.Post, Address, [("Upload-Length", $"{length}"), .. headers]);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.OriginalString;
    }

    /// <summary>Sends a whole file and gives the upload's id.</summary>
    internal static async Task<string> SendFileAsync(HttpClient client, byte[] bytes, string name = "clip.mp4")
    {
        var address = await CreateAsync(client, bytes.Length, ("Upload-Metadata", $"filename {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(name))}"));
        using var response = await PatchAsync(client, address, 0, bytes);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return Id(address);
    }

    internal static async Task<long> OffsetAsync(HttpClient client, string address)
    {
        using var response = await SendAsync(client, HttpMethod.Head, address);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return Offset(response);
    }

    internal static long Offset(HttpResponseMessage response) => long.Parse(Header(response, "Upload-Offset"), System.Globalization.CultureInfo.InvariantCulture);

    internal static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).ShouldHaveSingleItem();

    internal static string Id(string address) => address[(address.LastIndexOf('/') + 1)..];

    /// <summary>Bytes that repeat nowhere near.</summary>
    internal static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Where an upload's bytes lie: as long as some are missing, and when it is whole.</summary>
    internal (string Partial, string Whole) Places(string address)
    {
        var folder = Path.Combine(Folder, "uploads", Id(address));
        return (Path.Combine(folder, "footage.partial"), Path.Combine(folder, "footage"));
    }
}

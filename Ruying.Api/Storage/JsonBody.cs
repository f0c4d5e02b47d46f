using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Ruying.Api.Problems;

namespace Ruying.Api.Storage;

/// <summary>Reads a request's JSON where the same address takes forms too.</summary>
internal static class JsonBody
{
    private const int Limit = 4 << 20;

    /// <exception cref="RequestException"><c>request.media_type</c>, <c>request.malformed</c>.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonSerializerOptions options, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw new RequestException(
                StatusCodes.Status415UnsupportedMediaType, "request.media_type", "Send the request as application/json, or as multipart/form-data with a file.");
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = Limit;
        }

        try
        {
            return await request.ReadFromJsonAsync<T>(options, cancellationToken) ?? throw RequestException.Malformed("The request is empty.");
        }
        catch (JsonException exception)
        {
            throw RequestException.Malformed($"The request is not the JSON expected here (at {exception.Path ?? "$"}, line {exception.LineNumber + 1}).");
        }
    }
}

using System.Net.Http.Headers;
using System.Text.Json;

namespace Ruying.Client;

/// <summary>Options as the fields of a form.</summary>
internal static class FormFields
{
    /// <summary>Adds what is not null, by the names that it has in JSON.</summary>
    public static void Add<T>(MultipartFormDataContent form, T options)
    {
        foreach (var field in JsonSerializer.SerializeToElement(options, ApiConnection.Json).EnumerateObject())
        {
            var text = field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText();
            form.Add(new StringContent(text), field.Name);
        }
    }

    /// <summary>Adds a file.</summary>
    public static void AddFile(MultipartFormDataContent form, string field, Stream content, string fileName)
    {
        var file = new StreamContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(file, field, fileName);
    }
}

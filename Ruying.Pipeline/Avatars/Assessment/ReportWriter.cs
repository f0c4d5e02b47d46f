using System.Text;
using System.Text.Json;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>Writes a report for machines and one for people.</summary>
public static class ReportWriter
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes <see cref="AvatarBuilder.ReportJsonName"/> and <see cref="AvatarBuilder.ReportHtmlName"/>; each appears whole or not at all.</summary>
    /// <param name="folder">Exists.</param>
    /// <param name="result">What was found.</param>
    /// <param name="measures">Holds the pictures.</param>
    public static void Write(string folder, AssessmentResult result, FrameMeasures measures)
    {
        Replace(Path.Combine(folder, AvatarBuilder.ReportJsonName), JsonSerializer.SerializeToUtf8Bytes(result.Report, Json));
        Replace(Path.Combine(folder, AvatarBuilder.ReportHtmlName), Encoding.UTF8.GetBytes(ReportPage.Html(result, measures.Thumbnails)));
    }

    private static void Replace(string path, byte[] content)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        File.WriteAllBytes(partial, content);
        File.Move(partial, path, overwrite: true);
    }
}

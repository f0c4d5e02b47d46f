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

    /// <summary>
    /// Writes <see cref="AvatarBuilder.ReportJsonName"/>, <see cref="AvatarBuilder.ReportHtmlName"/> and the pictures of the findings
    /// (<see cref="AvatarBuilder.FrameName"/>); each appears whole or not at all.
    /// </summary>
    /// <param name="folder">Exists.</param>
    /// <param name="result">What was found.</param>
    /// <param name="measures">Holds the pictures.</param>
    public static void Write(string folder, AssessmentResult result, FrameMeasures measures)
    {
        Directory.CreateDirectory(Path.Combine(folder, AvatarBuilder.FramesFolder));
        var shown = result.Report.Findings.SelectMany(f => f.Frames).ToHashSet();
        foreach (var picture in measures.Thumbnails.Where(p => shown.Contains(p.Frame)))
        {
            Replace(Path.Combine(folder, AvatarBuilder.FrameName(picture.Frame)), picture.Jpeg);
        }

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

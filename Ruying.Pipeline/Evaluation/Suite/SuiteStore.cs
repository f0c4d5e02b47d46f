using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ruying.Pipeline.Avatars;

namespace Ruying.Pipeline.Evaluation.Suite;

/// <summary>
/// Keeps each clip's results in a folder, so that a suite that was cut off goes on. Results count only for the same files, options,
/// models and program: a table never mixes what two versions measured.
/// </summary>
/// <param name="folder">Gets <c>NAME.json</c>, <c>NAME.html</c> and <c>NAME.key</c> of each clip.</param>
/// <param name="options">Where the pipeline runs and with which models.</param>
public sealed class SuiteStore(string folder, PipelineOptions options)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>The page of a clip.</summary>
    public string Page(SuiteClip clip) => Path.Combine(folder, clip.FileName + ".html");

    /// <summary>What an earlier run measured, or null.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="avatar">How avatars are built.</param>
    public SuiteRow? Find(SuiteClip clip, AvatarOptions avatar)
    {
        var key = Path.Combine(folder, clip.FileName + ".key");
        return File.Exists(key) && File.ReadAllText(key) == Key(clip, avatar) ? Read(clip) : null;
    }

    /// <summary>Keeps the results of a clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="avatar">How avatars are built.</param>
    /// <param name="result">What was measured.</param>
    public SuiteRow Keep(SuiteClip clip, AvatarOptions avatar, EvaluationResult result)
    {
        Directory.CreateDirectory(folder);
        File.Copy(result.PagePath, Page(clip), overwrite: true);
        File.WriteAllBytes(Path.Combine(folder, clip.FileName + ".json"), JsonSerializer.SerializeToUtf8Bytes(MeasureCatalog.Rounded(result.Measures), Json));

        // The key comes last: where it is, the rest is whole.
        File.WriteAllText(Path.Combine(folder, clip.FileName + ".key"), Key(clip, avatar));
        return Read(clip);
    }

    private SuiteRow Read(SuiteClip clip) => new(
        clip, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadAllBytes(Path.Combine(folder, clip.FileName + ".json")))!, null);

    private string Key(SuiteClip clip, AvatarOptions avatar)
    {
        var parts = new StringBuilder();
        parts.Append(typeof(SuiteStore).Module.ModuleVersionId).Append(avatar).Append(clip.Transcript);
        foreach (var file in clip.Files.Concat(options.ModelFiles.Values).Append(Path.Combine(options.ModelsFolder, "catalog.json")))
        {
            var info = new FileInfo(file);
            parts.Append('\n').Append(file).Append('|').Append(info.Exists ? info.Length : -1).Append('|').Append(info.LastWriteTimeUtc.Ticks);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts.ToString())));
    }
}

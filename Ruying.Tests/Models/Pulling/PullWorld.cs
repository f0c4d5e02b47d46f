using System.Security.Cryptography;
using System.Text;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Models.Pulling;
using Ruying.Tests.Speech.Neural;

namespace Ruying.Tests.Models.Pulling;

/// <summary>A small Piper voice with its published sizes and hashes, where it lies, and a store to pull it into.</summary>
internal sealed class PullWorld : IDisposable
{
    public const string Name = "de-de-anna-low", Title = "de_DE-anna-low", CardPath = "de/anna/MODEL_CARD", NetworkPath = "de/anna/de_DE-anna-low.onnx", SettingsPath = NetworkPath + ".json";
    public const string Card = "# Model card for anna (low)\n\n* Language: de_DE\n\n## Dataset\n\n* License: CC-BY-4.0\n";
    public const string Config = """{"audio":{"sample_rate":16000},"espeak":{"voice":"de"},"phoneme_id_map":{"^":[1],"$":[2],"_":[0],"a":[14]}}""";

    private readonly VoiceStore _voices = new();

    public PullWorld() => Write(VoiceList());

    public byte[] Network { get; } = TestVoice.Piper();

    public ModelStore Store => _voices.Store;

    public VoiceStore Voices => _voices;

    public string ListFile => _voices.File("voices.json");

    /// <summary>What is published of the voice.</summary>
    public AvailableModels VoiceList() => new(new Uri("https://127.0.0.1:1/"), [Piper(Name, Title, NetworkPath, Network)]);

    public static AvailableModel Piper(string name, string title, string networkPath, byte[] network) => new(
        name,
        StoredModel.PiperKind,
        title,
        ["de-DE"],
        "German, Germany",
        [new(AvailableFileRole.Card, CardPath), Published(AvailableFileRole.Network, networkPath, network), Published(AvailableFileRole.Settings, networkPath + ".json", Encoding.UTF8.GetBytes(Config))])
    {
        Quality = "low",
    };

    public static AvailableFile Published(AvailableFileRole role, string path, byte[] bytes) =>
#pragma warning disable CA5351 // What is published.
        new(role, path) { Bytes = bytes.Length, Md5 = Convert.ToHexStringLower(MD5.HashData(bytes)) };
#pragma warning restore CA5351

    public void Write(AvailableModels list) => File.WriteAllBytes(ListFile, list.Write());

    /// <summary>The files by their paths.</summary>
    public IEnumerable<(string Path, byte[] Bytes)> Files() => [(CardPath, Encoding.UTF8.GetBytes(Card)), (NetworkPath, Network), (SettingsPath, Encoding.UTF8.GetBytes(Config))];

    public MirrorServer Serve()
    {
        var server = new MirrorServer();
        foreach (var (path, bytes) in Files())
        {
            server.Files[path] = bytes;
        }

        return server;
    }

    /// <summary>A folder with the files.</summary>
    public string Folder(string? at = null)
    {
        var folder = at ?? _voices.File("mirror");
        foreach (var (path, bytes) in Files())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.WriteAllBytes(Path.Combine(folder, path), bytes);
        }

        return folder;
    }

    public PipelineOptions Options(string? mirror) => new() { ModelMirror = mirror, AvailableModelsFile = ListFile };

    public ModelPuller Puller(string? mirror, TimeSpan? idle = null) =>
        new(Options(mirror), Store, TimeProvider.System, new PullPatience(3, TimeSpan.FromMilliseconds(5), idle ?? TimeSpan.FromSeconds(20)));

    public string[] Left() => Directory.Exists(Path.Combine(Store.Folder, ".pulls", Name)) ? [.. Directory.GetFiles(Path.Combine(Store.Folder, ".pulls", Name)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)] : [];

    public void Dispose() => _voices.Dispose();
}

using System.Text.Json.Serialization;
using Ruying.Pipeline.Models.Pulling;

namespace Ruying.Pipeline.Models;

/// <summary>A model that the user imported or pulled.</summary>
/// <param name="Name">Its name: what <c>--engine</c> takes, or a part of what <c>--voice</c> takes.</param>
/// <param name="Kind">What it is: <see cref="GeneratorKind"/>, <see cref="PiperKind"/> or <see cref="KokoroKind"/>.</param>
/// <param name="FileName">What the file was called that it came from; text to show, never a path.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="Sha256">SHA-256 of the file, 64 lower-case hex digits.</param>
/// <param name="Imported">When, UTC.</param>
/// <param name="Signature">How a generator is called.</param>
/// <param name="Settings">What a generator is fed.</param>
public sealed record StoredModel(
    string Name, string Kind, string FileName, long Bytes, string Sha256, DateTimeOffset Imported, GeneratorSignature? Signature, GeneratorSettings? Settings)
{
    /// <summary>A face generator of Wav2Lip's format.</summary>
    public const string GeneratorKind = "wav2lip";

    /// <summary>A voice of Piper's format.</summary>
    public const string PiperKind = "piper";

    /// <summary>A voice pack of Kokoro's format, or of KittenTTS's.</summary>
    public const string KokoroKind = "kokoro";

    /// <summary>What a voice offers; null of a generator.</summary>
    public NetworkVoice? Voice { get; init; }

    /// <summary>Where a pulled model comes from; null of one that the user brought.</summary>
    public ModelOrigin? Origin { get; init; }

    /// <summary>SHA-256 of the other files kept with it, by their names.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the file lies.</summary>
    [JsonIgnore]
    public string Path { get; init; } = "";
}

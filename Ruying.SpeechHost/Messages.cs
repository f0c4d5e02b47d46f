using System.Text.Json.Serialization;

namespace Ruying.SpeechHost;

/// <summary>A request; see protocol.md.</summary>
internal sealed record HostRequest(
    string? Do, string? Text, string? Voice, int WordsPerMinute = 175, int Pitch = 50, int Volume = 100, bool Mnemonics = false);

internal sealed record HostVoice(string Identifier, string Name, IReadOnlyList<string> Languages);

internal sealed record HostPhoneme(string Ipa, int Sample);

/// <summary>A reply; see protocol.md.</summary>
internal sealed record HostReply
{
    public string? Error { get; init; }

    public string? Message { get; init; }

    public IReadOnlyList<HostVoice>? Voices { get; init; }

    public int? SampleRate { get; init; }

    public int? Samples { get; init; }

    public IReadOnlyList<int[]>? Words { get; init; }

    public IReadOnlyList<int[]>? Sentences { get; init; }

    public IReadOnlyList<HostPhoneme>? Phonemes { get; init; }

    public IReadOnlyList<string>? Transcript { get; init; }

    public IReadOnlyList<string>? Marks { get; init; }

    public IReadOnlyList<string[]>? Sounds { get; init; }

    /// <summary>What follows the line; not part of it.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<short> Pcm { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HostRequest))]
[JsonSerializable(typeof(HostReply))]
internal sealed partial class HostJson : JsonSerializerContext;

/// <summary>A request that cannot be met, with the code that the reply carries.</summary>
internal sealed class HostException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

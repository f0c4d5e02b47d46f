using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>A request to the speech host; its <c>protocol.md</c> describes the fields.</summary>
internal sealed record HostRequest(string Do, string? Text = null, string? Voice = null, int WordsPerMinute = 175, int Pitch = 50, bool Mnemonics = false);

internal sealed record HostVoice(string Identifier, string Name, IReadOnlyList<string> Languages);

/// <param name="Ipa">The engine's name of the sound; empty for a pause or a tone.</param>
/// <param name="Sample">Where it starts.</param>
internal sealed record HostPhoneme(string Ipa, int Sample);

/// <summary>What the speech host answered; its <c>protocol.md</c> describes the fields.</summary>
internal sealed record HostReply
{
    public string? Error { get; init; }

    public string? Message { get; init; }

    public IReadOnlyList<HostVoice> Voices { get; init; } = [];

    public int SampleRate { get; init; }

    public int Samples { get; init; }

    public IReadOnlyList<int[]> Words { get; init; } = [];

    public IReadOnlyList<HostPhoneme> Phonemes { get; init; } = [];

    public IReadOnlyList<string> Transcript { get; init; } = [];

    public IReadOnlyList<string> Marks { get; init; } = [];

    public IReadOnlyList<string[]> Sounds { get; init; } = [];

    [JsonIgnore]
    public short[] Pcm { get; init; } = [];
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HostRequest))]
[JsonSerializable(typeof(HostReply))]
internal sealed partial class HostJson : JsonSerializerContext;

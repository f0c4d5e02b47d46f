namespace Ruying.Pipeline.Speech.Http;

/// <summary>A server that speaks OpenAI's <c>POST audio/speech</c>, as its operator describes it.</summary>
internal sealed record SpeechServer
{
    /// <summary>A part of its voices' ids: 1 to 40 of a-z, 0-9 and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>What stands before <c>/audio/speech</c>, such as <c>http://127.0.0.1:8880/v1</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>What the server calls the model.</summary>
    public required string Model { get; init; }

    /// <summary>The environment variable that holds its key; none sends no key.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>For one sentence, 1 to 600.</summary>
    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>Whether a host name may stand for an address inside one's own network. Addresses written as numbers, and localhost, may always.</summary>
    public bool AllowPrivate { get; init; }

    public required IReadOnlyList<SpeechServerVoice> Voices { get; init; }
}

/// <param name="Id">What the server calls it.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Name">For people; null takes the id.</param>
internal sealed record SpeechServerVoice(string Id, string Language, string? Name = null);

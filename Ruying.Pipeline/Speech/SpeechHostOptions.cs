namespace Ruying.Pipeline.Speech;

/// <summary>How the processes that speak are run.</summary>
public sealed record SpeechHostOptions
{
    /// <summary>The host program.</summary>
    /// <value>Default: <c>Ruying.SpeechHost.dll</c> beside the program.</value>
    public string HostPath { get; init; } = Path.Combine(AppContext.BaseDirectory, "Ruying.SpeechHost.dll");

    /// <summary>The engine's library, as the system's loader knows it.</summary>
    /// <value>Default: <c>libespeak-ng.so.1</c>.</value>
    public string LibraryName { get; init; } = "libespeak-ng.so.1";

    /// <summary>Hosts that run at once; further calls wait.</summary>
    /// <value>Default: the machine's cores, at most 4. At least 1.</value>
    public int MaxHosts { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>How long one sentence may take before its host counts as hung. The engine needs about a hundredth of a second.</summary>
    /// <value>Default: 60 s.</value>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

using Ruying.Pipeline;

namespace Ruying.Cli.Output;

/// <summary>The world around the command line; tests bring their own.</summary>
internal sealed record CliHost
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal that can draw bars.</summary>
    public bool DrawsBars { get; init; }

    /// <summary>How the user called us, for commands to copy.</summary>
    public string Program { get; init; } = "ruying";

    /// <summary>Where work folders lie unless <c>--work</c> names one.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Where imported models lie; null takes the user's data folder.</summary>
    public string? ModelsFolder { get; init; }

    /// <summary>Where somebody answers questions; null where nobody can.</summary>
    public TextReader? Answers { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Func<PipelineOptions, RuyingPipeline> CreatePipeline { get; init; } = options => new RuyingPipeline(options);

    public static CliHost ForThisProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        DrawsBars = !Console.IsErrorRedirected,
        Answers = Console.IsInputRedirected || Console.IsErrorRedirected ? null : Console.In,
        Program = Environment.GetEnvironmentVariable("RUYING_PROGRAM") ?? "ruying",
        CacheFolder = Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
                ? cache
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "ruying"),
    };
}

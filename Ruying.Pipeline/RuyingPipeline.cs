using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Videos;

namespace Ruying.Pipeline;

/// <summary>The parts of the pipeline, wired together: one for a process, shared by all its jobs.</summary>
public sealed class RuyingPipeline : IAsyncDisposable
{
    /// <summary>Wires the parts; models are loaded when first used.</summary>
    /// <param name="options">Where to run.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    public RuyingPipeline(PipelineOptions? options = null, ILoggerFactory? loggerFactory = null)
    {
        Options = options ?? new PipelineOptions();
        LoggerFactory = loggerFactory ?? NullLoggerFactory.Instance;
    }

    /// <summary>Where the pipeline runs.</summary>
    public PipelineOptions Options { get; }

    /// <summary>Builds avatars and reports on footage.</summary>
    public AvatarBuilder Avatars { get; } = new();

    /// <summary>Renders videos.</summary>
    public VideoRenderer Videos { get; } = new();

    /// <summary>Speaks.</summary>
    public ISpeechSynthesizer Speech => throw new NotSupportedException();

    private ILoggerFactory LoggerFactory { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _ = LoggerFactory;
        return ValueTask.CompletedTask;
    }
}

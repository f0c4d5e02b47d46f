using Microsoft.ML.OnnxRuntime;

namespace Ruying.Pipeline.Models;

/// <summary>Runs of a network that a cancellation ends within milliseconds.</summary>
internal static class StoppableRun
{
    /// <summary>Runs a network once.</summary>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    /// <exception cref="OnnxRuntimeException">It failed by itself.</exception>
    public static IDisposableReadOnlyCollection<OrtValue> Run(
        this InferenceSession session, IReadOnlyCollection<string> names, IReadOnlyCollection<OrtValue> inputs, IReadOnlyCollection<string> outputs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var options = new RunOptions();
        using var registration = cancellationToken.Register(static state => ((RunOptions)state!).Terminate = true, options);
        try
        {
            return session.Run(options, names, inputs, outputs);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }
}

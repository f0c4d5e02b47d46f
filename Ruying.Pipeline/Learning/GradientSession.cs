using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Ruying.Pipeline.Learning;

/// <summary>Input of one share of a step.</summary>
/// <param name="Name">The graph's input.</param>
/// <param name="Values">Its numbers.</param>
/// <param name="Shape">Its dimensions.</param>
public sealed record LearningInputValue(string Name, float[] Values, long[] Shape);

/// <summary>
/// Computes gradients with a graph that <see cref="NetworkGraph.Differentiate"/> ended. A step is shared out: each share runs on a thread
/// of its own, which scales better than threads inside small convolutions.
/// </summary>
public sealed class GradientSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtValue[] _weights;
    private readonly string[] _weightNames;
    private readonly string[] _outputs;
    private readonly Lock _lock = new();

    /// <summary>Binds weights to a graph.</summary>
    /// <param name="session">The graph's session with one thread; disposed here.</param>
    /// <param name="parameters">Read at each run, so that changes in place count.</param>
    public GradientSession(InferenceSession session, ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _session = session;
        _weights = [.. parameters.All.Select(p => OrtValue.CreateTensorValueFromMemory(p.Values, p.Shape))];
        _weightNames = [.. parameters.All.Select(p => p.Name)];
        _outputs = ["loss", .. parameters.All.Select(p => $"gradient/{p.Name}")];
        Gradients = [.. parameters.All.Select(p => new float[p.Values.Length])];
    }

    /// <summary>The mean gradients of the last step, one array for each parameter in order.</summary>
    public float[][] Gradients { get; }

    /// <summary>Computes the mean gradient over shares.</summary>
    /// <param name="shares">Inputs of each share; all of one size.</param>
    /// <param name="cancellationToken">Ends the runs within milliseconds.</param>
    /// <returns>The mean loss.</returns>
    public double Compute(IReadOnlyList<IReadOnlyList<LearningInputValue>> shares, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shares);
        foreach (var gradient in Gradients)
        {
            Array.Clear(gradient);
        }

        var loss = 0.0;
        using var options = new RunOptions();
        using var registration = cancellationToken.Register(static state => ((RunOptions)state!).Terminate = true, options);
        try
        {
            Parallel.ForEach(shares, share =>
            {
                var inputs = share.Select(i => OrtValue.CreateTensorValueFromMemory(i.Values, i.Shape)).ToArray();
                try
                {
                    using var outputs = _session.Run(options, [.. share.Select(i => i.Name), .. _weightNames], [.. inputs, .. _weights], _outputs);
                    lock (_lock)
                    {
                        loss += outputs[0].GetTensorDataAsSpan<float>()[0] / shares.Count;
                        for (var i = 0; i < Gradients.Length; i++)
                        {
                            TensorPrimitives.MultiplyAdd(outputs[i + 1].GetTensorDataAsSpan<float>(), 1f / shares.Count, Gradients[i], Gradients[i]);
                        }
                    }
                }
                finally
                {
                    foreach (var input in inputs)
                    {
                        input.Dispose();
                    }
                }
            });
        }
        catch (AggregateException e) when (cancellationToken.IsCancellationRequested && e.InnerException is OnnxRuntimeException)
        {
            throw new OperationCanceledException("Learning was stopped.", e, cancellationToken);
        }

        return loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var weight in _weights)
        {
            weight.Dispose();
        }

        _session.Dispose();
    }
}

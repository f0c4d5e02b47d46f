using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Motion;

/// <summary>Runs a motion model over a clip of any length; what both models share.</summary>
internal sealed class MotionNetwork
{
    private const string Hidden = "hidden";
    private const int ChunkFrames = 1500;

    /// <summary>More than the networks see to each side, so that pieces join without a trace.</summary>
    private const int ContextFrames = 25;

    private readonly InferenceSession _session;
    private readonly string _input;
    private readonly int _columns;
    private readonly int _rowsPerFrame;
    private readonly int _hidden;

    public MotionNetwork(InferenceSession session, string input, int columns, int rowsPerFrame)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (!session.InputMetadata.TryGetValue(input, out var metadata) || metadata.Dimensions is not [_, var width] || width != columns
            || !session.OutputMetadata.ContainsKey("displacement") || !session.OutputMetadata.ContainsKey("coefficients"))
        {
            throw new ModelException(
                "model.wrong_kind",
                $"The motion model should take '{input}' with {columns} columns and give 'displacement' and 'coefficients': install the model that belongs to this version.");
        }

        (_session, _input, _columns, _rowsPerFrame) = (session, input, columns, rowsPerFrame);
        _hidden = session.OutputMetadata.TryGetValue(Hidden, out var hidden) ? hidden.Dimensions[^1] : 0;
    }

    /// <summary>Predicts all frames; <paramref name="features"/> gives the rows of a stretch of frames.</summary>
    public MouthMotion Predict(int frames, Func<int, int, float[]> features, CancellationToken cancellationToken)
    {
        var motion = MouthMotion.Neutral(frames) with { Hidden = new float[frames * _hidden] };
        string[] names = _hidden > 0 ? ["displacement", "coefficients", Hidden] : ["displacement", "coefficients"];
        for (var start = 0; start < frames; start += ChunkFrames)
        {
            var first = Math.Max(start - ContextFrames, 0);
            var end = Math.Min(start + ChunkFrames, frames);
            var count = Math.Min(end + ContextFrames, frames) - first;
            using var input = OrtValue.CreateTensorValueFromMemory(features(first, count), [count * _rowsPerFrame, _columns]);
            using var outputs = _session.Run([_input], [input], names, cancellationToken);
            Copy(outputs[0], motion.Displacement, MouthMotion.Values, first, start, end);
            Copy(outputs[1], motion.Coefficients, MouthMotion.Components, first, start, end);
            if (_hidden > 0)
            {
                Copy(outputs[2], motion.Hidden, _hidden, first, start, end);
            }
        }

        return motion;
    }

    private static void Copy(OrtValue from, float[] to, int width, int first, int start, int end) =>
        from.GetTensorDataAsSpan<float>()[((start - first) * width)..((end - first) * width)].CopyTo(to.AsSpan(start * width));
}

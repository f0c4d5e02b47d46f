using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Speech.Neural;

/// <summary>What the networks that speak have in common: a run that can be stopped, and the look at their signature.</summary>
internal static class NeuralNetwork
{
    /// <summary>Runs a network once.</summary>
    /// <param name="session">The network; its first output is the sound.</param>
    /// <param name="inputs">By name; disposed after the run.</param>
    /// <param name="cancellationToken">Ends the run within some milliseconds.</param>
    /// <returns>Samples, -1 to 1; not empty, all finite.</returns>
    /// <exception cref="EnvironmentException"><c>speech.engine_failed</c>.</exception>
    public static Task<float[]> SpeakAsync(InferenceSession session, IReadOnlyList<(string Name, OrtValue Value)> inputs, CancellationToken cancellationToken) =>
        Task.Run(() => Speak(session, inputs, cancellationToken), cancellationToken);

    /// <inheritdoc cref="SpeakAsync"/>
    public static float[] Speak(InferenceSession session, IReadOnlyList<(string Name, OrtValue Value)> inputs, CancellationToken cancellationToken)
    {
        try
        {
            using var outputs = session.Run([.. inputs.Select(i => i.Name)], [.. inputs.Select(i => i.Value)], [session.OutputNames[0]], cancellationToken);
            var sound = outputs[0].GetTensorDataAsSpan<float>().ToArray();
            return sound.Length > 0 && Array.TrueForAll(sound, float.IsFinite)
                ? sound
                : throw new EnvironmentException("speech.engine_failed", "The voice's network gave no sound; try another text, or another voice.");
        }
        catch (OnnxRuntimeException e)
        {
            throw new EnvironmentException("speech.engine_failed", $"The voice's network failed: {e.Message.Split('\n')[0]}", e);
        }
        finally
        {
            foreach (var (_, value) in inputs)
            {
                value.Dispose();
            }
        }
    }

    /// <summary>Whether an input is there with a type and that many dimensions, the last of a size or free.</summary>
    public static bool Takes(InferenceSession session, string name, TensorElementType type, int rank, int last = -1) =>
        session.InputMetadata.TryGetValue(name, out var input) && input.IsTensor && input.ElementDataType == type && input.Dimensions.Length == rank
        && (last < 0 || input.Dimensions[^1] <= 0 || input.Dimensions[^1] == last);

    /// <summary>Whether the first output can be sound.</summary>
    public static bool GivesSound(InferenceSession session) =>
        session.OutputNames.Count > 0 && session.OutputMetadata[session.OutputNames[0]] is { IsTensor: true, ElementDataType: TensorElementType.Float };

    public static OrtValue Ids(long[] ids) => OrtValue.CreateTensorValueFromMemory(ids, [1, ids.Length]);

    public static OrtValue Numbers(params long[] numbers) => OrtValue.CreateTensorValueFromMemory(numbers, [numbers.Length]);

    public static OrtValue Floats(float[] values, params long[] shape) => OrtValue.CreateTensorValueFromMemory(values, shape);

    public static ModelException Wrong(InferenceSession session, string why, string expected, Exception? inner = null) => new(
        "model.wrong_kind", $"The model is of another kind: {why}. {SignatureText.Of(session)}; {expected}.", inner);
}

using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Ruying.Pipeline.Speech.Neural;

namespace Ruying.Pipeline.Speech.Piper;

/// <summary>A network of Piper's format: VITS as <c>piper_train.export_onnx</c> writes it.</summary>
/// <param name="session">The network.</param>
/// <param name="config">What it was trained on.</param>
internal sealed class PiperNetwork(InferenceSession session, PiperConfig config)
{
    private const string Expected = "a Piper voice takes input Int64 [n,n], input_lengths Int64 [n], scales Float [3] and, for several speakers, sid Int64 [n], and gives sound";

    private bool HasSpeakers => session.InputMetadata.ContainsKey("sid");

    /// <summary>Refuses what is no such network: by its inputs, and by a trial run.</summary>
    /// <exception cref="ModelException"><c>model.wrong_kind</c>.</exception>
    public void Check(CancellationToken cancellationToken)
    {
        if (!NeuralNetwork.Takes(session, "input", TensorElementType.Int64, 2) || !NeuralNetwork.Takes(session, "input_lengths", TensorElementType.Int64, 1)
            || !NeuralNetwork.Takes(session, "scales", TensorElementType.Float, 1, 3) || (HasSpeakers && !NeuralNetwork.Takes(session, "sid", TensorElementType.Int64, 1))
            || session.InputMetadata.Count != (HasSpeakers ? 4 : 3))
        {
            throw NeuralNetwork.Wrong(session, "its inputs are others", Expected);
        }

        if (!NeuralNetwork.GivesSound(session))
        {
            throw NeuralNetwork.Wrong(session, "it gives no sound", Expected);
        }

        if (config.NumSpeakers > 1 && !HasSpeakers)
        {
            throw NeuralNetwork.Wrong(session, $"its config names {config.NumSpeakers} speakers, and it takes no sid", Expected);
        }

        try
        {
            var known = config.PhonemeIdMap.Where(p => p.Key is not (PiperConfig.Start or PiperConfig.End or PiperConfig.Pad)).Take(8).Select(p => p.Key);
            NeuralNetwork.Speak(session, Inputs(PiperSymbols.From(string.Concat(known), config).Ids, Math.Max(0, config.NumSpeakers - 1), 1), cancellationToken);
        }
        catch (EnvironmentException e)
        {
            throw NeuralNetwork.Wrong(session, $"a trial run failed ({e.Message})", Expected, e);
        }
    }

    /// <summary>Speaks.</summary>
    /// <param name="ids">From <see cref="PiperSymbols"/>; not empty.</param>
    /// <param name="speaker">Which, from 0; heard only where there are several.</param>
    /// <param name="rate">1 is the voice's own speed.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="EnvironmentException"><c>speech.engine_failed</c>.</exception>
    public Task<float[]> SpeakAsync(long[] ids, int speaker, double rate, CancellationToken cancellationToken) =>
        NeuralNetwork.SpeakAsync(session, Inputs(ids, speaker, rate), cancellationToken);

    private List<(string Name, OrtValue Value)> Inputs(long[] ids, int speaker, double rate)
    {
        var scales = config.Inference;
        List<(string Name, OrtValue Value)> inputs =
        [
            ("input", NeuralNetwork.Ids(ids)),
            ("input_lengths", NeuralNetwork.Numbers(ids.Length)),
            ("scales", NeuralNetwork.Floats([scales.NoiseScale, (float)(scales.LengthScale / rate), scales.NoiseW], 3)),
        ];
        if (HasSpeakers)
        {
            inputs.Add(("sid", NeuralNetwork.Numbers(speaker)));
        }

        return inputs;
    }
}

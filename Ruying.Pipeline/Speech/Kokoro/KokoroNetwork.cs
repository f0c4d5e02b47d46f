using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Ruying.Pipeline.Speech.Neural;

namespace Ruying.Pipeline.Speech.Kokoro;

/// <summary>A network of Kokoro's format, which KittenTTS shares.</summary>
/// <param name="session">The network.</param>
internal sealed class KokoroNetwork(InferenceSession session)
{
    private const string Expected = "a Kokoro or KittenTTS voice takes input_ids or tokens Int64 [1,n], style Float [1,256] and speed Float [1], and gives sound";

    private string Ids => session.InputMetadata.ContainsKey("tokens") ? "tokens" : "input_ids";

    /// <summary>Refuses what is no such network: by its inputs, and by a trial run.</summary>
    /// <exception cref="ModelException"><c>model.wrong_kind</c>.</exception>
    public void Check(VoiceStyle style, CancellationToken cancellationToken)
    {
        if (!NeuralNetwork.Takes(session, Ids, TensorElementType.Int64, 2) || !NeuralNetwork.Takes(session, "style", TensorElementType.Float, 2, VoiceStyle.Width)
            || !NeuralNetwork.Takes(session, "speed", TensorElementType.Float, 1, 1) || session.InputMetadata.Count != 3)
        {
            throw NeuralNetwork.Wrong(session, "its inputs are others", Expected);
        }

        if (!NeuralNetwork.GivesSound(session))
        {
            throw NeuralNetwork.Wrong(session, "it gives no sound", Expected);
        }

        try
        {
            // "a" of both vocabularies, some times.
            NeuralNetwork.Speak(session, Inputs(new KokoroPart([0, 43, 43, 43, 43, 43, 43, 0], 5), style.Row(5), 1), cancellationToken);
        }
        catch (EnvironmentException e)
        {
            throw NeuralNetwork.Wrong(session, $"a trial run failed ({e.Message})", Expected, e);
        }
    }

    /// <summary>Speaks.</summary>
    /// <param name="part">From <see cref="KokoroSymbols"/>.</param>
    /// <param name="style">256 numbers.</param>
    /// <param name="rate">1 is the voice's own speed.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="EnvironmentException"><c>speech.engine_failed</c>.</exception>
    public Task<float[]> SpeakAsync(KokoroPart part, float[] style, double rate, CancellationToken cancellationToken) =>
        NeuralNetwork.SpeakAsync(session, Inputs(part, style, rate), cancellationToken);

    private List<(string Name, OrtValue Value)> Inputs(KokoroPart part, float[] style, double rate) =>
    [
        (Ids, NeuralNetwork.Ids(part.Ids)),
        ("style", NeuralNetwork.Floats(style, 1, VoiceStyle.Width)),
        ("speed", NeuralNetwork.Floats([(float)rate], 1)),
    ];
}

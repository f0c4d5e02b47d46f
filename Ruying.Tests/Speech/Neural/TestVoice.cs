using Ruying.Pipeline.Onnx;

namespace Ruying.Tests.Speech.Neural;

/// <summary>Networks with the signatures of real voices that say each number as a tone, so that a test can read from the sound what arrived.</summary>
internal static class TestVoice
{
    /// <summary>Samples of a tone at the voice's own speed.</summary>
    public const int Hop = 256;

    private const double Lowest = 200, Step = 20, SpeakerStep = 3.5;

    /// <summary>Tones of Piper's signature at 16 kHz: as loud as noise_scale x noise_w, 256 x length_scale samples long, higher by the speaker's number.</summary>
    public static byte[] Piper(bool withSpeakers = false)
    {
        var graph = new OnnxGraph("piper");
        var ids = graph.IntegerInput("input", "batch", "phonemes");
        var lengths = graph.IntegerInput("input_lengths", "batch");
        var scales = graph.Input("scales", "3");
        var heard = graph.Node("Slice", [graph.Node("Reshape", [ids, graph.Constant(-1L)]), graph.Constant(0L), lengths]);
        var tones = graph.Node("Add", [graph.Node("Mul", [Floats(graph, heard), graph.Constant([(float)Step], 1)]), graph.Constant([(float)Lowest], 1)]);
        if (withSpeakers)
        {
            var speaker = graph.IntegerInput("sid", "batch");
            tones = graph.Node("Add", [tones, graph.Node("Mul", [Floats(graph, speaker), graph.Constant([(float)SpeakerStep], 1)])]);
        }

        var loudness = graph.Node("Mul", [Part(graph, scales, 0), Part(graph, scales, 2)]);
        var length = graph.Node("Mul", [Part(graph, scales, 1), graph.Constant([(float)Hop], 1)]);
        graph.Output("output", Tones(graph, tones, length, loudness, 16_000, 1, 1, 1, -1), "batch", "time");
        return graph.ToBytes();
    }

    /// <summary>Tones of Kokoro's signature at 24 kHz: as loud as the style's first number, 256 / speed samples long.</summary>
    public static byte[] Kokoro(string ids = "input_ids")
    {
        var graph = new OnnxGraph("kokoro");
        var input = graph.IntegerInput(ids, "1", "n");
        var style = graph.Input("style", "1", "256");
        var speed = graph.Input("speed", "1");
        var tones = graph.Node("Add", [graph.Node("Mul", [Floats(graph, graph.Node("Reshape", [input, graph.Constant(-1L)])), graph.Constant([(float)Step], 1)]), graph.Constant([(float)Lowest], 1)]);
        var loudness = Part(graph, graph.Node("Reshape", [style, graph.Constant(-1L)]), 0);
        graph.Output("waveform", Tones(graph, tones, graph.Node("Div", [graph.Constant([(float)Hop], 1), speed]), loudness, 24_000, -1), "samples");
        return graph.ToBytes();
    }

    /// <summary>The numbers that a sound says, and how loud the first is said.</summary>
    /// <param name="pcm">Tones, nothing else.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="hop">Samples of a tone.</param>
    /// <param name="speaker">The speaker's number.</param>
    public static (long[] Ids, double Loudness) Read(short[] pcm, int sampleRate, int hop = Hop, int speaker = 0)
    {
        var (ids, loudness) = (new long[pcm.Length / hop], 0.0);
        var waves = Enumerable.Range(0, 180).Select(id => Wave(Lowest + (Step * id) + (SpeakerStep * speaker), sampleRate, hop)).ToArray();
        for (var i = 0; i < ids.Length; i++)
        {
            var best = double.MaxValue;
            var part = pcm.AsSpan(i * hop, hop);
            for (var id = 0; id < waves.Length; id++)
            {
                double product = 0, own = 0, all = 0;
                for (var k = 0; k < hop; k++)
                {
                    product += part[k] / 32768.0 * waves[id][k];
                    own += waves[id][k] * waves[id][k];
                    all += part[k] / 32768.0 * (part[k] / 32768.0);
                }

                var rest = (all - (product * product / own)) / all;
                if (rest < best)
                {
                    (best, ids[i]) = (rest, id);
                    loudness = i == 0 ? product / own : loudness;
                }
            }

            if (best > 0.001)
            {
                throw new InvalidDataException($"Tone {i} is none of this voice's: {best:0.0000} of it is something else.");
            }
        }

        return (ids, loudness);
    }

    private static double[] Wave(double hertz, int sampleRate, int hop) => [.. Enumerable.Range(0, hop).Select(k => Math.Sin(2 * Math.PI * hertz * k / sampleRate))];

    private static string Floats(OnnxGraph graph, string value) => graph.Node("Cast", [value], ("to", 1L));

    private static string Part(OnnxGraph graph, string values, long at) => graph.Node("Slice", [values, graph.Constant(at), graph.Constant(at + 1)]);

    private static string Tones(OnnxGraph graph, string hertz, string length, string loudness, int sampleRate, params long[] shape)
    {
        // Rounded up by less than half a sample before the cut, so that 255.99999 is 256.
        var whole = graph.Node("Squeeze", [graph.Node("Floor", [graph.Node("Add", [length, graph.Constant([0.01f], 1)])])]);
        var zero = graph.Node("Squeeze", [graph.Constant([0f], 1)]);
        var one = graph.Node("Squeeze", [graph.Constant([1f], 1)]);
        var time = graph.Node("Reshape", [graph.Node("Range", [zero, whole, one]), graph.Constant(1L, -1)]);
        var phase = graph.Node("Mul", [graph.Node("MatMul", [graph.Node("Reshape", [hertz, graph.Constant(-1L, 1)]), time]), graph.Constant([(float)(2 * Math.PI / sampleRate)], 1)]);
        return graph.Node("Reshape", [graph.Node("Mul", [graph.Node("Sin", [phase]), loudness]), graph.Constant(shape)]);
    }
}

using Ruying.Pipeline.Onnx;

namespace Ruying.Tests.Rendering.Generators;

/// <summary>Networks of Wav2Lip's signature whose answers are known.</summary>
internal static class TestGenerator
{
    /// <summary>Gives the reference face back, channels 3 to 5.</summary>
    public static byte[] Reference(string side = "96", string batch = "n", string mel = "mel", string faces = "faces") =>
        Network(side, batch, mel, faces, (graph, _, pictures) => Channels(graph, pictures, 3, 6));

    /// <summary>Gives the masked face back, channels 0 to 2.</summary>
    public static byte[] Masked(string side = "96", string batch = "n") =>
        Network(side, batch, "a", "b", (graph, _, pictures) => Channels(graph, pictures, 0, 3));

    /// <summary>Shows one channel of the six as grey.</summary>
    public static byte[] Channel(int channel, string side = "96", string batch = "n") =>
        Network(side, batch, "audio", "video", (graph, _, pictures) =>
        {
            var one = Channels(graph, pictures, channel, channel + 1);
            return graph.Node("Concat", [one, one, one], ("axis", 1L));
        });

    /// <summary>
    /// The reference face of 96 pixels with an ellipse about the mouth whose brightness is the mel's mean: from black at the least number,
    /// -4, to white at 4.
    /// </summary>
    public static byte[] Heard(string batch = "n") => Network("96", batch, "mel", "faces", (graph, mel, pictures) =>
    {
        var mouth = Enumerable.Range(0, 96 * 96).Select(p => Math.Pow(((p % 96) - 48) / 20.0, 2) + Math.Pow(((p / 96) - 72) / 14.0, 2) < 1 ? 1f : 0).ToArray();
        var level = Level(graph, graph.Node("ReduceMean", [mel], ("axes", new long[] { 1, 2, 3 }), ("keepdims", 1L)));
        var painted = graph.Node("Mul", [level, graph.Constant(mouth, 1, 1, 96, 96)]);
        var rest = graph.Node("Mul", [Channels(graph, pictures, 3, 6), graph.Constant(mouth.Select(m => 1 - m).ToArray(), 1, 1, 96, 96)]);
        return graph.Node("Add", [rest, painted]);
    });

    /// <summary>Paints the whole face by one number of the mel.</summary>
    public static byte[] HeardAt(int band, int column, string side = "96", string batch = "n") =>
        Network(side, batch, "mel", "faces", (graph, mel, pictures) => Paint(
            graph,
            graph.Node("Slice", [mel, graph.Constant(band, column), graph.Constant(band + 1, column + 1), graph.Constant(2L, 3)]),
            pictures));

    /// <summary>A network of the signature around <paramref name="body"/>, which takes the names of mel and faces and gives the picture's.</summary>
    public static byte[] Network(string side, string batch, string mel, string faces, Func<OnnxGraph, string, string, string> body)
    {
        var graph = new OnnxGraph("generator");

        // Faces first: the order of inputs says nothing.
        var pictures = graph.Input(faces, batch, "6", side, side);
        var sound = graph.Input(mel, batch, "1", "80", "16");
        graph.Output("made", body(graph, sound, pictures), batch, "3", side, side);
        return graph.ToBytes();
    }

    /// <summary>The given channels of a picture.</summary>
    public static string Channels(OnnxGraph graph, string pictures, long first, long end) =>
        graph.Node("Slice", [pictures, graph.Constant([first]), graph.Constant([end]), graph.Constant([1L])]);

    private static string Paint(OnnxGraph graph, string level, string pictures) =>
        graph.Node("Add", [graph.Node("Mul", [Channels(graph, pictures, 3, 6), graph.Constant([0f], 1)]), Level(graph, level)]);

    private static string Level(OnnxGraph graph, string number) =>
        graph.Node("Add", [graph.Node("Mul", [number, graph.Constant([0.125f], 1)]), graph.Constant([0.5f], 1)]);
}

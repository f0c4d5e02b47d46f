using Microsoft.ML.OnnxRuntime;

namespace Ruying.Pipeline.Models;

/// <summary>How a Wav2Lip-format generator is called: names of its inputs and output as its file has them, sizes as a run showed them.</summary>
/// <param name="Mel">Name of the input <c>[n, 1, bands, columns]</c>.</param>
/// <param name="Faces">Name of the input <c>[n, 6, side, side]</c>: masked face, then reference face.</param>
/// <param name="Output">Name of the output <c>[n, 3, side, side]</c>.</param>
/// <param name="Side">Pixels of a face's side.</param>
/// <param name="Batch">Faces of one run; 0 where any number goes.</param>
public sealed record GeneratorSignature(string Mel, string Faces, string Output, int Side, int Batch)
{
    private const int LargestBatch = 32;
    private const int SmallestSide = 64, LargestSide = 1024;
    /// <summary>Sides that a network of no fixed size is tried at.</summary>
    private static readonly int[] UsualSides = [96, 256, 288, 384];

    /// <summary>Finds out by the shapes and by a trial run.</summary>
    /// <param name="session">The network.</param>
    /// <param name="settings">What it shall be fed.</param>
    /// <exception cref="ModelException"><c>model.wrong_kind</c>: what it takes and gives, and what was expected.</exception>
    public static GeneratorSignature Find(InferenceSession session, GeneratorSettings settings)
    {
        var inputs = session.InputMetadata;
        var mel = inputs.Where(i => Fits(i.Value, 1, settings.Bands, settings.Columns)).Select(i => i.Key).ToArray();
        var faces = inputs.Where(i => Fits(i.Value, 6, -1, -1) && !mel.Contains(i.Key)).Select(i => i.Key).ToArray();

        // An input without any fixed size fits both: then the other one decides.
        if (mel.Length == 2 && faces.Length == 0)
        {
            faces = [.. mel.Where(m => Fits(inputs[m], 6, -1, -1))];
            mel = [.. mel.Except(faces)];
        }

        if (inputs.Count != 2 || mel.Length != 1 || faces.Length != 1)
        {
            throw Wrong(session, settings, "its inputs are others");
        }

        var shape = inputs[faces[0]].Dimensions;
        var side = shape[2] > 0 ? shape[2] : shape[3];
        var batch = Math.Max(inputs[mel[0]].Dimensions[0], shape[0]);
        if (shape[2] > 0 && shape[3] > 0 && shape[2] != shape[3])
        {
            throw Wrong(session, settings, "its faces are not square");
        }

        if (side > 0 && side is < SmallestSide or > LargestSide)
        {
            throw Wrong(session, settings, $"its faces are {side} pixels wide, and must be {SmallestSide} to {LargestSide}");
        }

        if (batch > LargestBatch)
        {
            throw Wrong(session, settings, $"it takes {batch} faces at a time, and at most {LargestBatch} are possible");
        }

        return Try(session, settings, mel[0], faces[0], side > 0 ? [side] : UsualSides, Math.Max(batch, 0));
    }

    private static bool Fits(NodeMetadata input, params int[] wanted) =>
        input.IsTensor && input.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float && input.Dimensions is { Length: 4 } d
        && wanted.Select((w, i) => w < 0 || d[i + 1] <= 0 || d[i + 1] == w).All(fits => fits);

    private static GeneratorSignature Try(InferenceSession session, GeneratorSettings settings, string mel, string faces, int[] sides, int batch)
    {
        var why = "";
        foreach (var side in sides)
        {
            try
            {
                var (output, shape) = Run(session, settings, mel, faces, side, batch == 0 ? 2 : batch);
                if (output is not null)
                {
                    return new GeneratorSignature(mel, faces, output, side, batch);
                }

                why = $"at {side} pixels it gives {shape}";
            }
            catch (OnnxRuntimeException e)
            {
                why = $"a trial run at {side} pixels failed ({e.Message.Split('\n')[0]})";
            }
        }

        throw Wrong(session, settings, why);
    }

    // Silence and a grey face must give a picture.
    private static (string? Output, string Shape) Run(InferenceSession session, GeneratorSettings settings, string mel, string faces, int side, int batch)
    {
        var sound = new float[batch * settings.Bands * settings.Columns];
        sound.AsSpan().Fill(settings.Symmetric ? (float)-settings.Largest : 0);
        var pictures = new float[batch * 6 * side * side];
        pictures.AsSpan().Fill(settings.Range == PictureRange.Unit ? 0.5f : 0);
        using var soundValue = OrtValue.CreateTensorValueFromMemory(sound, [batch, 1, settings.Bands, settings.Columns]);
        using var pictureValue = OrtValue.CreateTensorValueFromMemory(pictures, [batch, 6, side, side]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [mel, faces], [soundValue, pictureValue], session.OutputNames);
        var shapes = new List<string>();
        for (var i = 0; i < outputs.Count; i++)
        {
            if (!outputs[i].IsTensor)
            {
                continue;
            }

            var info = outputs[i].GetTensorTypeAndShape();
            shapes.Add($"[{string.Join(',', info.Shape)}]");
            if (info.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float && info.Shape.AsSpan().SequenceEqual([batch, 3, side, side]))
            {
                return InRange(outputs[i].GetTensorDataAsSpan<float>(), settings.Range)
                    ? (session.OutputNames[i], shapes[^1])
                    : (null, $"colours outside {(settings.Range == PictureRange.Unit ? "0..1" : "-1..1")} (\"range\" in its settings)");
            }
        }

        return (null, string.Join(" and ", shapes));
    }

    private static bool InRange(ReadOnlySpan<float> colours, PictureRange range)
    {
        const float slack = 0.1f;
        var least = range == PictureRange.Unit ? 0 : -1;
        foreach (var colour in colours)
        {
            if (!(colour >= least - slack && colour <= 1 + slack))
            {
                return false;
            }
        }

        return true;
    }

    private static ModelException Wrong(InferenceSession session, GeneratorSettings settings, string why) => new(
        "model.wrong_kind",
        $"The model is of another kind: {why}. {SignatureText.Of(session)}; a Wav2Lip-format generator takes "
        + $"32-bit floats [n,1,{settings.Bands},{settings.Columns}] (mel) and [n,6,side,side] (faces) and gives [n,3,side,side].");
}

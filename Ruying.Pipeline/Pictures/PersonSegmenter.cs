using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Pictures;

/// <summary>Says which pixels are a person's (MediaPipe Selfie Segmentation), coarsely. Not thread-safe: one for each video.</summary>
internal sealed class PersonSegmenter : IDisposable
{
    /// <summary>Pixels of a side of what the network sees and says: the whole picture, stretched.</summary>
    public const int Side = 256;

    private readonly InferenceSession _session;
    private readonly float[] _input = new float[Side * Side * 3];
    private readonly OrtValue _inputValue;
    private readonly RunOptions _run = new();

    /// <summary>Uses the shared session of the model <c>person-mask</c>.</summary>
    /// <param name="sessions">The process's networks.</param>
    public PersonSegmenter(OnnxSessions sessions)
    {
        _session = sessions.Get("person-mask");
        _inputValue = OrtValue.CreateTensorValueFromMemory(_input, [1, Side, Side, 3]);
    }

    /// <summary>The mask of a picture.</summary>
    /// <param name="small">RGB, <c>CV_8UC3</c>, 256x256.</param>
    /// <returns>256x256 numbers, 0 to 1.</returns>
    public unsafe float[] Mask(Mat small)
    {
        var pixels = new ReadOnlySpan<byte>(small.DataPointer, _input.Length);
        for (var i = 0; i < _input.Length; i++)
        {
            _input[i] = pixels[i] / 255f;
        }

        using var outputs = _session.Run(_run, ["input_1"], [_inputValue], ["activation_10"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputValue.Dispose();
        _run.Dispose();
    }
}

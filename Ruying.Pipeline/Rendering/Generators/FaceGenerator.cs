using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Rendering.Generators;

/// <summary>A Wav2Lip-format network: faces and what is heard in, faces that say it out. Not thread-safe: one for each render.</summary>
public sealed class FaceGenerator : IDisposable
{
    /// <summary>Faces of one run where the network takes any number: keeps a GPU busy, and costs a CPU little memory.</summary>
    private const int UsualBatch = 8;

    private const int Colours = 3;

    private readonly InferenceSession _session;
    private readonly GeneratorSettings _settings;
    private readonly GeneratorSignature _signature;
    private readonly float[] _mel;
    private readonly float[] _faces;
    private readonly float[] _made;
    private readonly RunOptions _options = new();
    private readonly Rect _hidden;

    /// <summary>Prepares a network.</summary>
    /// <param name="session">The network; stays the caller's.</param>
    /// <param name="signature">How it is called.</param>
    /// <param name="settings">What it is fed.</param>
    public FaceGenerator(InferenceSession session, GeneratorSignature signature, GeneratorSettings settings)
    {
        _session = session;
        _signature = signature;
        _settings = settings;
        _mel = new float[Batch * settings.Bands * settings.Columns];
        _faces = new float[Batch * 2 * Colours * Pixels];
        _made = new float[Batch * Colours * Pixels];
        int At(double share) => (int)(share * Side);
        _hidden = new Rect(At(settings.MaskBox[0]), At(settings.MaskBox[1]), At(settings.MaskBox[2]) - At(settings.MaskBox[0]), At(settings.MaskBox[3]) - At(settings.MaskBox[1]));
    }

    /// <summary>Pixels of a face's side.</summary>
    public int Side => _signature.Side;

    /// <summary>Faces of one run at most.</summary>
    public int Batch => _signature.Batch > 0 ? _signature.Batch : UsualBatch;

    private int Pixels => Side * Side;

    // What the network calls 0 and 1 of 0..1.
    private (float Scale, float Shift) Range => _settings.Range == PictureRange.Unit ? (1, 0) : (2, -1);

    /// <summary>Where to write what a face hears: <c>[bands, columns]</c>.</summary>
    /// <param name="index">Position in the run.</param>
    public Span<float> Mel(int index) => _mel.AsSpan(index * _settings.Bands * _settings.Columns, _settings.Bands * _settings.Columns);

    /// <summary>Sets a face: once with the mouth's part black, once as it is.</summary>
    /// <param name="index">Position in the run.</param>
    /// <param name="rgb">The face, RGB, <c>CV_8UC3</c>, <see cref="Side"/> pixels wide and high.</param>
    public void SetFace(int index, Mat rgb)
    {
        rgb.GetArray(out Vec3b[] pixels);
        var (scale, shift) = Range;
        var face = _faces.AsSpan(index * 2 * Colours * Pixels, 2 * Colours * Pixels);
        for (var colour = 0; colour < Colours; colour++)
        {
            var masked = face.Slice(colour * Pixels, Pixels);
            var whole = face.Slice((Colours + colour) * Pixels, Pixels);
            var channel = Channel(colour);
            for (var i = 0; i < whole.Length; i++)
            {
                whole[i] = (pixels[i][channel] * scale / 255) + shift;
            }

            whole.CopyTo(masked);
            for (var y = _hidden.Top; y < _hidden.Bottom; y++)
            {
                masked.Slice((y * Side) + _hidden.Left, _hidden.Width).Fill(shift);
            }
        }
    }

    /// <summary>Runs the network.</summary>
    /// <param name="count">Faces set, 1 to <see cref="Batch"/>.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    public void Run(int count, CancellationToken cancellationToken)
    {
        // A fixed batch is filled with whatever was there: each face is made from its own input alone.
        var batch = _signature.Batch > 0 ? _signature.Batch : count;
        using var mel = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, _mel.AsMemory(0, batch * _settings.Bands * _settings.Columns), [batch, 1, _settings.Bands, _settings.Columns]);
        using var faces = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, _faces.AsMemory(0, batch * 2 * Colours * Pixels), [batch, 2 * Colours, Side, Side]);
        using var stop = cancellationToken.Register(() => _options.Terminate = true);
        try
        {
            using var outputs = _session.Run(_options, [_signature.Mel, _signature.Faces], [mel, faces], [_signature.Output]);
            outputs[0].GetTensorDataAsSpan<float>()[..(count * Colours * Pixels)].CopyTo(_made);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>A face that was made.</summary>
    /// <param name="index">Position in the run.</param>
    /// <param name="rgb">Where to write: RGB, <c>CV_32FC3</c>, 0 to 255.</param>
    public void GetFace(int index, Mat rgb)
    {
        var (scale, shift) = Range;
        var made = _made.AsSpan(index * Colours * Pixels, Colours * Pixels);
        var pixels = new Vec3f[Pixels];
        for (var colour = 0; colour < Colours; colour++)
        {
            var channel = Channel(colour);
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i][channel] = Math.Clamp((made[(colour * Pixels) + i] - shift) * 255 / scale, 0, 255);
            }
        }

        rgb.Create(Side, Side, MatType.CV_32FC3);
        rgb.SetArray(pixels);
    }

    /// <inheritdoc/>
    public void Dispose() => _options.Dispose();

    private int Channel(int colour) => _settings.Colours == ColourOrder.Bgr ? Colours - 1 - colour : colour;
}

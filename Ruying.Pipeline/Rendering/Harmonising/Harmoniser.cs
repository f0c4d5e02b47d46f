using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;

namespace Ruying.Pipeline.Rendering.Harmonising;

/// <summary>
/// Brings a warped mouth to the light, colour and lip contact of the frame that it is put into. The network sees and corrects 64x64 pixels
/// whatever the crop, so the person's own fine detail passes through it untouched. Not thread-safe: one for each render.
/// </summary>
public sealed class Harmoniser : IDisposable
{
    private const int Side = HarmoniserView.Side;

    private readonly InferenceSession _session;
    private readonly HarmoniserView _view;
    private readonly byte[] _bytes = new byte[HarmoniserView.Bytes];
    private readonly float[] _input = new float[HarmoniserView.Bytes];
    private readonly OrtValue _inputValue;
    private readonly Vec3f[] _pixels = new Vec3f[Side * Side];
    private readonly RunOptions _options = new();
    private readonly Mat _small = new(Side, Side, MatType.CV_32FC3);
    private readonly Mat _correction = new();

    /// <summary>Prepares for one person.</summary>
    /// <param name="session">The model <c>mouth-harmoniser</c>, or the avatar's own; not disposed here.</param>
    /// <param name="crop">The crop.</param>
    /// <param name="mask">What may be replaced in it.</param>
    public Harmoniser(InferenceSession session, CropFrame crop, MouthMask mask)
    {
        _session = session;
        _view = new HarmoniserView(crop, mask);
        _inputValue = OrtValue.CreateTensorValueFromMemory(_input, [1, HarmoniserView.Planes, Side, Side]);
    }

    /// <summary>Corrects a mouth in place.</summary>
    /// <param name="warped">RGB, <c>CV_32FC3</c>, 0 to 255.</param>
    /// <param name="current">The frame's own crop, RGB, <c>CV_8UC3</c>; nothing inside the mask is looked at.</param>
    /// <param name="remembered">Lips and jaw of the remembered mouth, canonical, 106 numbers.</param>
    /// <param name="wanted">Lips and jaw to show, canonical, 106 numbers.</param>
    public void Apply(Mat warped, Mat current, float[] remembered, float[] wanted)
    {
        ArgumentNullException.ThrowIfNull(warped);
        _view.Write(current, warped, remembered, wanted, _bytes);
        HarmoniserView.Scale(_bytes, _input);
        using var outputs = _session.Run(_options, ["input"], [_inputValue], ["correction"]);
        var planes = outputs[0].GetTensorDataAsSpan<float>();
        for (var i = 0; i < _pixels.Length; i++)
        {
            _pixels[i] = new Vec3f(255 * planes[i], 255 * planes[_pixels.Length + i], 255 * planes[(2 * _pixels.Length) + i]);
        }

        _small.SetArray(_pixels);
        Cv2.Resize(_small, _correction, warped.Size(), 0, 0, InterpolationFlags.Cubic);
        Cv2.Add(warped, _correction, warped);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _inputValue.Dispose();
        _options.Dispose();
        _small.Dispose();
        _correction.Dispose();
    }
}

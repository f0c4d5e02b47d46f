using System.Numerics.Tensors;
using OpenCvSharp;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Rendering.Generators;

/// <summary>
/// The mel spectrum that Wav2Lip-format generators hear: magnitudes of a Hann-windowed transform centred on each column, the sound
/// mirrored at its ends, triangular bands of equal area, decibels cut and scaled. Computed as it is asked for. Not thread-safe: one for each render.
/// </summary>
public sealed class MelSpectrum
{
    /// <summary>Columns transformed at a time: keeps the working memory at some megabytes.</summary>
    private const int Block = 512;

    private readonly ISound _sound;
    private readonly GeneratorSettings _settings;
    private readonly float[] _filters;
    private readonly float[] _window;

    /// <summary>The blocks computed last: a frame's columns lie in two at most.</summary>
    private readonly (int Index, float[] Values)[] _blocks = [(-1, []), (-1, [])];

    /// <summary>Prepares to hear a sound.</summary>
    /// <param name="sound">At the settings' rate; must stay open.</param>
    /// <param name="settings">Bands, window and scale.</param>
    /// <exception cref="ArgumentException">Another sample rate.</exception>
    public MelSpectrum(ISound sound, GeneratorSettings settings)
    {
        ArgumentNullException.ThrowIfNull(sound);
        ArgumentNullException.ThrowIfNull(settings);
        if (sound.SampleRate != settings.SampleRate)
        {
            throw new ArgumentException($"Sound of {settings.SampleRate} Hz is needed.", nameof(sound));
        }

        (_sound, _settings) = (sound, settings);
        (_filters, _window) = (Filters(settings), Window(settings));
        Columns = (int)(1 + (sound.Length / settings.Hop));
    }

    /// <summary>Columns of the whole sound: one, and one more for each hop in it.</summary>
    public int Columns { get; }

    /// <summary>The number that stands for silence.</summary>
    private float Silence => _settings.Symmetric ? (float)-_settings.Largest : 0;

    /// <summary>What the network hears for an output frame: the columns from its time on, the last ones at the end of the sound.</summary>
    /// <param name="frame">Output frame, 25 a second.</param>
    /// <param name="target">Where to write: <c>[bands, columns]</c>.</param>
    public void CopyWindow(int frame, Span<float> target)
    {
        var (bands, length) = (_settings.Bands, _settings.Columns);
        var start = (long)frame * _settings.SampleRate / (_settings.Hop * Clock.FramesPerSecond);
        var first = (int)Math.Clamp(start + _settings.ColumnOffset, 0, Math.Max(0, Columns - length));
        for (var column = 0; column < length; column++)
        {
            // A sound shorter than the window is followed by silence.
            var at = first + column;
            var heard = at < Columns ? Column(at) : default;
            for (var band = 0; band < bands; band++)
            {
                target[(band * length) + column] = heard.IsEmpty ? Silence : heard[band];
            }
        }
    }

    private ReadOnlySpan<float> Column(int column)
    {
        var index = column / Block;
        if (_blocks[index % 2].Index != index)
        {
            _blocks[index % 2] = (index, Compute(index * Block, Math.Min(Block, Columns - (index * Block))));
        }

        return _blocks[index % 2].Values.AsSpan(column % Block * _settings.Bands, _settings.Bands);
    }

    private float[] Compute(int first, int count)
    {
        using var filters = Mat.FromPixelData(_settings.Bands, _filters.Length / _settings.Bands, MatType.CV_32FC1, _filters);
        using var magnitude = new Mat();
        using var mel = new Mat();
        using var nothing = new Mat();
        Magnitudes(first, count, magnitude);
        Cv2.Gemm(magnitude, filters, 1, nothing, 0, mel, GemmFlags.B_T);
        mel.GetArray(out float[] bands);
        return Array.ConvertAll(bands, magnitude => Level(magnitude, _settings));
    }

    private static float[] Window(GeneratorSettings settings)
    {
        // Periodic, in the middle of the transform.
        var window = new float[settings.FftSize];
        var start = (settings.FftSize - settings.Window) / 2;
        for (var i = 0; i < settings.Window; i++)
        {
            window[start + i] = (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * i / settings.Window)));
        }

        return window;
    }

    private void Magnitudes(int first, int count, Mat magnitude)
    {
        var size = _settings.FftSize;
        var begin = ((long)first * _settings.Hop) - (size / 2);
        var samples = Emphasised(begin, ((count - 1) * _settings.Hop) + size);
        var frames = new float[count * size];
        for (var column = 0; column < count; column++)
        {
            TensorPrimitives.Multiply(samples.AsSpan(column * _settings.Hop, size), _window, frames.AsSpan(column * size, size));
        }

        using var input = Mat.FromPixelData(count, size, MatType.CV_32FC1, frames);
        using var spectrum = new Mat();
        Cv2.Dft(input, spectrum, DftFlags.Rows | DftFlags.ComplexOutput);
        using var half = spectrum.ColRange(0, (size / 2) + 1);
        Cv2.Split(half, out var parts);
        Cv2.Magnitude(parts[0], parts[1], magnitude);
        parts[0].Dispose();
        parts[1].Dispose();
    }

    /// <summary>A stretch of the sound with its high tones raised, mirrored at the sound's ends.</summary>
    private float[] Emphasised(long first, int count)
    {
        // What is mirrored lies within a transform of the end.
        var low = Math.Clamp(first - _settings.FftSize, 0, _sound.Length);
        var high = Math.Clamp(first + count + _settings.FftSize, low, _sound.Length);
        var raw = new float[high - low + 1];
        _sound.Read(low - 1, raw);
        var factor = (float)_settings.PreEmphasis;
        var result = new float[count];
        for (var i = 0; i < count && _sound.Length > 0; i++)
        {
            var at = (int)(Mirrored(first + i, _sound.Length) - low);
            result[i] = raw[at + 1] - (factor * raw[at]);
        }

        return result;
    }

    private static long Mirrored(long i, long length)
    {
        if (i >= 0 && i < length)
        {
            return i;
        }

        var period = Math.Max(1, 2 * (length - 1));
        var folded = ((i % period) + period) % period;
        return Math.Min(folded, period - folded);
    }

    private static float Level(float magnitude, GeneratorSettings settings)
    {
        var least = settings.MinimumDecibels;
        var decibels = 20 * Math.Log10(Math.Max(magnitude, Math.Pow(10, least / 20))) - settings.ReferenceDecibels;
        var share = Math.Clamp((decibels - least) / -least, 0, 1);
        return (float)(settings.Symmetric ? settings.Largest * ((2 * share) - 1) : settings.Largest * share);
    }

    /// <summary>Triangles of equal area on the mel scale, <c>[bands, size / 2 + 1]</c>.</summary>
    private static float[] Filters(GeneratorSettings settings) =>
    [
        .. MelBands.Weights(settings.Bands, (settings.MinimumHertz, settings.MaximumHertz), settings.Scale, equalArea: true, settings.FftSize, settings.SampleRate).SelectMany(w => w),
    ];
}

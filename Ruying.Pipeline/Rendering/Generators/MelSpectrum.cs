using OpenCvSharp;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Rendering.Generators;

/// <summary>
/// The mel spectrum that Wav2Lip-format generators hear: magnitudes of a Hann-windowed transform centred on each column, the sound
/// mirrored at its ends, triangular bands of equal area, decibels cut and scaled. Safe to share between threads.
/// </summary>
public sealed class MelSpectrum
{
    /// <summary>Columns transformed at a time: keeps the working memory at some megabytes.</summary>
    private const int Block = 512;

    private readonly GeneratorSettings _settings;
    private readonly float[] _values;

    private MelSpectrum(GeneratorSettings settings, float[] values, int columns)
    {
        _settings = settings;
        _values = values;
        Columns = columns;
    }

    /// <summary>Columns of the whole sound: one, and one more for each hop in it.</summary>
    public int Columns { get; }

    /// <summary>The number that stands for silence.</summary>
    private float Silence => _settings.Symmetric ? (float)-_settings.Largest : 0;

    /// <summary>Hears a sound.</summary>
    /// <param name="sound">At the settings' rate.</param>
    /// <param name="settings">Bands, window and scale.</param>
    /// <param name="cancellationToken">Stops within some milliseconds.</param>
    /// <exception cref="ArgumentException">Another sample rate.</exception>
    public static MelSpectrum Of(PcmAudio sound, GeneratorSettings settings, CancellationToken cancellationToken = default)
    {
        if (sound.SampleRate != settings.SampleRate)
        {
            throw new ArgumentException($"Sound of {settings.SampleRate} Hz is needed.", nameof(sound));
        }

        var samples = Emphasise(sound.Samples, (float)settings.PreEmphasis);
        var columns = 1 + (samples.Length / settings.Hop);
        var values = new float[columns * settings.Bands];
        using var filters = Filters(settings);
        var window = Window(settings);
        using var magnitude = new Mat();
        using var mel = new Mat();
        using var nothing = new Mat();
        for (var first = 0; first < columns; first += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(Block, columns - first);
            Magnitudes(samples, window, settings, first, count, magnitude);
            Cv2.Gemm(magnitude, filters, 1, nothing, 0, mel, GemmFlags.B_T);
            mel.GetArray(out float[] bands);
            for (var i = 0; i < bands.Length; i++)
            {
                values[(first * settings.Bands) + i] = Level(bands[i], settings);
            }
        }

        return new MelSpectrum(settings, values, columns);
    }

    /// <summary>What the network hears for an output frame: the columns from its time on, the last ones at the end of the sound.</summary>
    /// <param name="frame">Output frame, 25 a second.</param>
    /// <param name="target">Where to write: <c>[bands, columns]</c>.</param>
    public void CopyWindow(int frame, Span<float> target)
    {
        var (bands, length) = (_settings.Bands, _settings.Columns);
        var start = (long)frame * _settings.SampleRate / (_settings.Hop * Clock.FramesPerSecond);
        var first = Math.Clamp(start + _settings.ColumnOffset, 0, Math.Max(0, Columns - length));
        for (var column = 0; column < length; column++)
        {
            // A sound shorter than the window is followed by silence.
            var at = first + column;
            for (var band = 0; band < bands; band++)
            {
                target[(band * length) + column] = at < Columns ? _values[(at * bands) + band] : Silence;
            }
        }
    }

    private static float[] Emphasise(float[] samples, float factor)
    {
        var result = new float[samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            result[i] = samples[i] - (i > 0 ? factor * samples[i - 1] : 0);
        }

        return result;
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

    private static void Magnitudes(float[] samples, float[] window, GeneratorSettings settings, int first, int count, Mat magnitude)
    {
        var size = settings.FftSize;
        var frames = new float[count * size];
        for (var column = 0; column < count; column++)
        {
            var start = ((first + column) * settings.Hop) - (size / 2);
            for (var i = 0; i < size; i++)
            {
                frames[(column * size) + i] = Mirrored(samples, start + i) * window[i];
            }
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

    private static float Mirrored(float[] samples, int i)
    {
        if ((uint)i < (uint)samples.Length)
        {
            return samples[i];
        }

        if (samples.Length < 2)
        {
            return samples.Length == 0 ? 0 : samples[0];
        }

        var period = 2 * (samples.Length - 1);
        var folded = ((i % period) + period) % period;
        return samples[Math.Min(folded, period - folded)];
    }

    private static float Level(float magnitude, GeneratorSettings settings)
    {
        var least = settings.MinimumDecibels;
        var decibels = 20 * Math.Log10(Math.Max(magnitude, Math.Pow(10, least / 20))) - settings.ReferenceDecibels;
        var share = Math.Clamp((decibels - least) / -least, 0, 1);
        return (float)(settings.Symmetric ? settings.Largest * ((2 * share) - 1) : settings.Largest * share);
    }

    /// <summary>Triangles of equal area on the mel scale, <c>[bands, size / 2 + 1]</c>.</summary>
    private static Mat Filters(GeneratorSettings settings)
    {
        var weights = MelBands.Weights(
            settings.Bands, (settings.MinimumHertz, settings.MaximumHertz), settings.Scale, equalArea: true, settings.FftSize, settings.SampleRate);
        var filters = new Mat(settings.Bands, weights[0].Length, MatType.CV_32FC1);
        filters.SetArray([.. weights.SelectMany(w => w)]);
        return filters;
    }
}

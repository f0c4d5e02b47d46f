using System.Numerics;
using System.Numerics.Tensors;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Motion;

/// <summary>
/// Log-mel spectrum of 16 kHz sound: 25 ms Hann window, 10 ms hop, 512-point transform. Column <c>t</c> is centred on sample
/// <c>160 t</c>. Safe to share between threads.
/// </summary>
public sealed class LogMel
{
    /// <summary>Samples from one column to the next (10 ms).</summary>
    public const int Hop = 160;

    private const int Window = 400;
    private const int Size = 512;
    private const int Bins = (Size / 2) + 1;
    private const int LevelBlock = 640;
    private const float Level = 0.06f;
    private const float QuietestLevel = 1e-3f;

    private readonly LogMelSettings _settings;
    private readonly float[] _window = new float[Window];
    private readonly float[][] _filters;
    private readonly Complex[] _roots = new Complex[Size / 2];

    /// <summary>Prepares window, filters and transform.</summary>
    /// <param name="settings">Bands and scale.</param>
    /// <param name="warp">Factor on the filters' frequencies, 0.8 to 1.25: another vocal-tract length, for training; 1 for use.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="warp"/> is out of its range.</exception>
    public LogMel(LogMelSettings settings, double warp = 1)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(warp, 0.8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(warp, 1.25);
        _settings = settings;
        for (var i = 0; i < Window; i++)
        {
            _window[i] = (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Window)));
        }

        for (var i = 0; i < _roots.Length; i++)
        {
            _roots[i] = Complex.FromPolarCoordinates(1, -2 * Math.PI * i / Size);
        }

        _filters = MelBands.Weights(settings.Bands, settings.Hertz, settings.Scale, settings.EqualArea, Size, Clock.ModelSampleRate, warp);
    }

    /// <summary>Bands in a column.</summary>
    public int Bands => _settings.Bands;

    /// <summary>Brings speech to one level by the 90th percentile of the loudness of its 40 ms blocks; near silence stays quiet.</summary>
    /// <param name="sound">16 kHz.</param>
    /// <returns>As long; read from <paramref name="sound"/> when it is read itself.</returns>
    public static ISound NormaliseLevel(ISound sound)
    {
        ArgumentNullException.ThrowIfNull(sound);
        var loudness = new float[sound.Length / LevelBlock];
        if (loudness.Length == 0)
        {
            return sound;
        }

        Span<float> block = stackalloc float[LevelBlock];
        for (var i = 0; i < loudness.Length; i++)
        {
            sound.Read((long)i * LevelBlock, block);
            loudness[i] = TensorPrimitives.Norm<float>(block) / MathF.Sqrt(LevelBlock);
        }

        Array.Sort(loudness);
        var rank = 0.9f * (loudness.Length - 1);
        var below = (int)rank;
        var level = float.Lerp(loudness[below], loudness[Math.Min(below + 1, loudness.Length - 1)], rank - below);
        return new ScaledSound(sound, Level / Math.Max(level, QuietestLevel));
    }

    /// <summary>Computes columns of a sound that is not in memory; outside of it there is silence.</summary>
    /// <param name="sound">16 kHz.</param>
    /// <param name="columns">As in <see cref="Compute(ReadOnlySpan{float}, int, int)"/>.</param>
    /// <param name="first">The first column, from the start of <paramref name="sound"/>; may be negative.</param>
    public float[] Compute(ISound sound, int columns, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(sound);

        // Two columns more than needed on each side: what a window reaches.
        const int Reach = 2;
        var samples = new float[(columns + (2 * Reach)) * Hop];
        sound.Read((long)(first - Reach) * Hop, samples);
        return Compute(samples, columns, Reach);
    }

    /// <summary>Computes columns; beyond the sound's end there is silence.</summary>
    /// <param name="samples">16 kHz sound in -1..1.</param>
    /// <param name="columns">How many columns, 0 or more; four make a picture frame.</param>
    /// <param name="first">The first column, from the start of <paramref name="samples"/>.</param>
    /// <returns>Logarithms of band power on the settings' scale, <c>[columns, bands]</c>.</returns>
    public float[] Compute(ReadOnlySpan<float> samples, int columns, int first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        var result = new float[columns * Bands];
        var spectrum = new Complex[Size];
        var power = new float[Bins];
        for (var column = 0; column < columns; column++)
        {
            Load(samples, ((first + column) * Hop) - (Window / 2), spectrum);
            Transform(spectrum);
            for (var i = 0; i < Bins; i++)
            {
                power[i] = (float)((spectrum[i].Real * spectrum[i].Real) + (spectrum[i].Imaginary * spectrum[i].Imaginary));
            }

            for (var band = 0; band < Bands; band++)
            {
                result[(column * Bands) + band] = _settings.Level(TensorPrimitives.Dot<float>(power, _filters[band]));
            }
        }

        return result;
    }

    /// <summary>One windowed, pre-emphasised stretch, in bit-reversed order.</summary>
    private void Load(ReadOnlySpan<float> samples, int start, Span<Complex> spectrum)
    {
        const int Bits = 9;
        spectrum.Clear();
        var before = At(samples, start - 1);
        for (var i = 0; i < Window; i++)
        {
            var sample = At(samples, start + i);
            var reversed = (int)(ReverseBits((uint)i) >> (32 - Bits));
            spectrum[reversed] = (sample - (_settings.PreEmphasis * before)) * _window[i];
            before = sample;
        }

        static float At(ReadOnlySpan<float> samples, int i) => (uint)i < (uint)samples.Length ? samples[i] : 0;
    }

    private static uint ReverseBits(uint value)
    {
        value = ((value >> 1) & 0x55555555) | ((value & 0x55555555) << 1);
        value = ((value >> 2) & 0x33333333) | ((value & 0x33333333) << 2);
        value = ((value >> 4) & 0x0F0F0F0F) | ((value & 0x0F0F0F0F) << 4);
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
    }

    private void Transform(Span<Complex> spectrum)
    {
        for (var half = 1; half < Size; half *= 2)
        {
            var stride = Size / 2 / half;
            for (var block = 0; block < Size; block += 2 * half)
            {
                for (var i = 0; i < half; i++)
                {
                    var odd = spectrum[block + i + half] * _roots[i * stride];
                    var even = spectrum[block + i];
                    spectrum[block + i] = even + odd;
                    spectrum[block + i + half] = even - odd;
                }
            }
        }
    }
}

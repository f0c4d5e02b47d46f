using global::NAudio.Wave;

namespace Ruying.Pipeline.Media.NAudio;

/// <summary>Any number of channels as one: their mean.</summary>
/// <param name="source">The channels.</param>
internal sealed class ChannelMean(ISampleProvider source) : ISampleProvider
{
    private readonly int _channels = source.WaveFormat.Channels;
    private float[] _read = [];

    /// <inheritdoc/>
    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(source.WaveFormat.SampleRate, 1);

    /// <inheritdoc/>
    public int Read(float[] buffer, int offset, int count)
    {
        if (_read.Length < count * _channels)
        {
            _read = new float[count * _channels];
        }

        var frames = source.Read(_read, 0, count * _channels) / _channels;
        for (var i = 0; i < frames; i++)
        {
            var sum = 0f;
            for (var c = 0; c < _channels; c++)
            {
                sum += _read[(i * _channels) + c];
            }

            buffer[offset + i] = sum / _channels;
        }

        return frames;
    }
}

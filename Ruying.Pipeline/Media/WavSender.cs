namespace Ruying.Pipeline.Media;

/// <summary>Writes a sound as a WAV, mono, 16 bit PCM, to where nothing can be written twice: its header comes before its length is known.</summary>
/// <remarks>Not for several threads at once.</remarks>
public sealed class WavSender
{
    private readonly Stream _output;
    private readonly byte[] _header = new byte[WavFile.HeaderBytes];
    private bool _isBegun;

    /// <summary>Begins a sound; nothing is written yet.</summary>
    /// <param name="output">Where to; stays the caller's.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="samples">How many there will be; null writes the largest length that there is, which players take for "until it ends".</param>
    public WavSender(Stream output, int sampleRate, long? samples)
    {
        _output = output;
        WavFile.FillHeader(_header, samples, sampleRate);
    }

    /// <summary>Adds samples, those outside -1..1 clipped, and sends them on their way.</summary>
    public async Task WriteAsync(ReadOnlyMemory<float> samples, CancellationToken cancellationToken)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            await _output.WriteAsync(_header, cancellationToken).ConfigureAwait(false);
        }

        var bytes = new byte[2 * samples.Length];
        WavFile.Encode(samples.Span, bytes);
        await _output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}

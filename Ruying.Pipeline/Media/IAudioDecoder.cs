namespace Ruying.Pipeline.Media;

/// <summary>Reads recordings of people: the one door through which sound comes in from files that are not ours.</summary>
public interface IAudioDecoder
{
    /// <summary>Makes a WAV of ours of a recording's, or a video's, first sound; gaps in it keep their time.</summary>
    /// <param name="path">WAV, MP3, M4A, FLAC, OGG, or a video.</param>
    /// <param name="outputPath">The WAV to write, mono, 16 bit; it appears complete or not at all.</param>
    /// <param name="options">Rate and cleaning.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="FootageException"><c>file.missing</c>, <c>audio.not_audio</c> (no such file kind, or no sound in it),
    /// <c>audio.too_long</c> (over <see cref="AudioReader.LongestMinutes"/>).</exception>
    Task DecodeAsync(string path, string outputPath, AudioDecoding options, CancellationToken cancellationToken = default);
}

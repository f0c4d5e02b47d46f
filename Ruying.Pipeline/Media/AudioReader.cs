namespace Ruying.Pipeline.Media;

/// <summary>Sound of files in memory, or at another rate.</summary>
public static class AudioReader
{
    /// <summary>The longest recording that is read, in minutes.</summary>
    public const int LongestMinutes = 60;

    private static readonly FfmpegAudioDecoder Ffmpeg = new();

    /// <summary>Reads all of a file's sound; gaps in it keep their time.</summary>
    /// <param name="path">A recording (WAV, MP3, M4A, FLAC, OGG) or a video.</param>
    /// <param name="sampleRate">Samples a second of the result, 8000 to 96000.</param>
    /// <param name="denoise">Whether steady noise is taken from it.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once.</param>
    /// <returns>Mono sound; time 0 is the file's.</returns>
    /// <exception cref="FootageException"><c>file.missing</c>, <c>audio.not_audio</c> (no such file kind, or no sound in it),
    /// <c>audio.too_long</c> (over 60 minutes).</exception>
    public static async Task<PcmAudio> ReadAsync(string path, int sampleRate, bool denoise = false, CancellationToken cancellationToken = default)
    {
        using var files = new LinkedFiles();
        var wav = files.Scratch("read.wav");
        await Ffmpeg.DecodeAsync(path, wav, new AudioDecoding(sampleRate, denoise), cancellationToken).ConfigureAwait(false);
        return WavFile.Read(wav);
    }

    /// <summary>The same sound at another rate.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="sampleRate">Samples a second of the result, 8000 to 96000.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once.</param>
    public static async Task<PcmAudio> ResampleAsync(PcmAudio audio, int sampleRate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        if (audio.SampleRate == sampleRate)
        {
            return audio;
        }

        using var files = new LinkedFiles();
        var path = files.Scratch("sound.wav");
        WavFile.Write(path, audio);
        return await ReadAsync(path, sampleRate, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A WAV of ours at another rate, kept beside it for the next who asks.</summary>
    /// <param name="wavPath">The WAV.</param>
    /// <param name="sampleRate">Samples a second of the result, 8000 to 96000.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once.</param>
    /// <returns>Its path.</returns>
    public static async Task<string> AtRateAsync(string wavPath, int sampleRate, CancellationToken cancellationToken = default)
    {
        using (var sound = WavSound.Open(wavPath))
        {
            if (sound.SampleRate == sampleRate)
            {
                return wavPath;
            }
        }

        var path = Path.ChangeExtension(wavPath, $"{sampleRate}.wav");
        if (!File.Exists(path))
        {
            await Ffmpeg.DecodeAsync(wavPath, path, new AudioDecoding(sampleRate), cancellationToken).ConfigureAwait(false);
        }

        return path;
    }

    internal static FootageException TooLong() => new("audio.too_long", $"The recording is longer than {LongestMinutes} minutes: cut it into parts.");

    internal static FootageException NotAudio(Exception? inner = null) => new(
        "audio.not_audio", "There is no sound that can be read in this file: give a WAV, MP3, M4A, FLAC or OGG recording.", inner);
}

using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Sound;

/// <summary>A piece of music that was looked at and can be laid under speech.</summary>
/// <param name="Path">The user's file.</param>
/// <param name="Demuxer">ffmpeg's name of its container.</param>
/// <param name="Integrated">Its loudness, LUFS.</param>
internal sealed record MusicBed(string Path, string Demuxer, double Integrated)
{
    /// <summary>Enough to know how loud a piece is.</summary>
    private const double HeardSeconds = 300;

    /// <summary>Looks at a file.</summary>
    /// <exception cref="ScriptException"><c>music.not_audio</c>, <c>music.silent</c>.</exception>
    /// <exception cref="FootageException"><c>file.missing</c>.</exception>
    public static async Task<MusicBed> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var container = await MediaSniffer.SniffAsync(path, cancellationToken).ConfigureAwait(false) ?? throw NotAudio();
        try
        {
            var measure = await LoudnessMeasure.OfAsync(path, container.Demuxer, "", HeardSeconds, cancellationToken).ConfigureAwait(false);
            return measure is not null
                ? new MusicBed(path, container.Demuxer, measure.Integrated)
                : throw new ScriptException("music.silent", "The music is silent: choose another piece.");
        }
        catch (Exception e) when (e is FfmpegFailedException or TimeoutException)
        {
            throw NotAudio(e);
        }
    }

    private static ScriptException NotAudio(Exception? inner = null) => new(
        "music.not_audio", "There is no sound that can be read in the music file: give a WAV, MP3, M4A, FLAC or OGG.", inner);
}

using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;

namespace Ruying.Pipeline.Videos;

/// <summary>The captions of one video: as files, and as they stand in its picture.</summary>
internal sealed class VideoCaptions
{
    private const string BurnName = "captions.ass";

    private readonly CaptionStyle _style;
    private readonly IReadOnlyList<Caption> _lines;
    private readonly IReadOnlyList<Caption> _drawn;

    /// <summary>Makes them.</summary>
    /// <param name="script">The script.</param>
    /// <param name="spoken">Its sound and the times of its words.</param>
    /// <param name="width">The picture's pixels.</param>
    /// <param name="height">The picture's pixels.</param>
    /// <param name="label">The label, which they leave free; null where there is none.</param>
    /// <param name="until">Where the video ends, in seconds, before its script does; null where it does not.</param>
    /// <exception cref="ScriptException"><c>captions.no_words</c>: the times of the words are not known.</exception>
    public VideoCaptions(Script script, SpokenTrack spoken, int width, int height, LabelOverlay? label, double? until = null)
    {
        var seconds = WavFile.Seconds(spoken.SoundPath);
        script = until is null || spoken.Words.Count == 0 ? script : script.Until(spoken.Words[^1].TextOffset + 1);
        _style = CaptionStyle.For(width, height, label?.Top);
        _lines = Before(until, CaptionSplitter.Split(script, spoken.Words, seconds));

        // An upright picture has no room for lines of 42 letters that can be read.
        _drawn = _style.Columns == CaptionSplitter.Columns ? _lines : Before(until, CaptionSplitter.Split(script, spoken.Words, seconds, _style.Columns));
    }

    /// <summary>Writes the files that were asked for.</summary>
    public void Write(CaptionFormats formats, ResultFiles result)
    {
        foreach (var format in CaptionFile.Formats.Where(f => formats.HasFlag(f)))
        {
            File.WriteAllText(result.Beside(CaptionFile.Extension(format)), Content(format));
        }
    }

    /// <summary>Writes what is drawn into the picture.</summary>
    /// <returns>The file's path.</returns>
    /// <exception cref="EnvironmentException"><c>captions.no_font</c>.</exception>
    public async Task<string> WriteToBurnAsync(string folder, CancellationToken cancellationToken)
    {
        await FontCheck.RequireAsync(_drawn, cancellationToken).ConfigureAwait(false);
        var path = Path.Combine(folder, BurnName);
        await File.WriteAllTextAsync(path, Content(CaptionFormats.Ass), cancellationToken).ConfigureAwait(false);
        return path;
    }

    private static IReadOnlyList<Caption> Before(double? until, IReadOnlyList<Caption> captions) => until is not { } end
        ? captions
        : [.. captions.TakeWhile(caption => caption.Start < end).Select(caption => caption with { End = Math.Min(caption.End, end) })];

    private string Content(CaptionFormats format) => format switch
    {
        CaptionFormats.Srt => CaptionFile.Srt(_lines),
        CaptionFormats.Vtt => CaptionFile.Vtt(_lines),
        _ => CaptionFile.Ass(_drawn, _style),
    };
}

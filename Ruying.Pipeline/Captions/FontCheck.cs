using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FFMpegCore;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Captions;

/// <summary>Whether this machine's fonts have the letters of captions: ffmpeg would draw empty boxes and call it done.</summary>
internal static partial class FontCheck
{
    /// <summary>Enough to meet every script that is in a text.</summary>
    private const int MostLetters = 500;

    /// <summary>Draws the captions' letters into one small frame and listens for complaints.</summary>
    /// <exception cref="EnvironmentException"><c>captions.no_font</c>.</exception>
    public static async Task RequireAsync(IReadOnlyList<Caption> captions, CancellationToken cancellationToken)
    {
        var letters = captions.SelectMany(c => c.Lines).SelectMany(l => l.EnumerateRunes()).Where(Rune.IsLetter).Distinct().Take(MostLetters);
        using var files = new LinkedFiles();
        var path = files.Scratch("letters.ass");
        var text = CaptionFile.Ass([new Caption(0, 1, [string.Join(' ', letters)])], CaptionStyle.For(64, 64, labelTop: null));
        await File.WriteAllTextAsync(path, text, cancellationToken).ConfigureAwait(false);
        var processor = FFMpegArguments
            .FromFileInput("color=black:s=64x64:d=0.04:r=25", verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.Global} -f lavfi"))
            .OutputToFile(files.Scratch("nothing"), overwrite: true, o => o.WithCustomArgument($"-vf \"ass=filename={FfmpegRun.FilterValue(path)}\" -f null"));
        var log = await FfmpegRun.RunAsync(processor, cancellationToken, TimeSpan.FromMinutes(5)).ConfigureAwait(false);
        if (Missing().Match(log) is { Success: true } missing)
        {
            var letter = new Rune(int.Parse(missing.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            throw new EnvironmentException(
                "captions.no_font",
                $"No font of this machine has the letter {letter}: install one (apt-get install fonts-noto-core fonts-noto-cjk), or ask for caption files instead of drawn captions.");
        }
    }

    [GeneratedRegex("failed to find any fallback with glyph 0x([0-9A-F]+)")]
    private static partial Regex Missing();
}

using System.ComponentModel.DataAnnotations;
using Ruying.Pipeline.Videos;

namespace Ruying.Api.Previews;

/// <summary>Previews: section <c>Ruying:Previews</c>.</summary>
public sealed class PreviewSettings
{
    /// <summary>Previews of videos that this process renders at once, beside the videos.</summary>
    /// <value>Default: 1. 0 renders none: they wait.</value>
    [Range(0, 16)]
    public int Workers { get; set; } = 1;

    /// <summary>How much of a video is shown, in seconds.</summary>
    /// <value>Default: 3. 1 to 30.</value>
    [Range(PreviewOptions.LeastSeconds, PreviewOptions.MostSeconds)]
    public double Seconds { get; set; } = 3;

    /// <summary>Pixels of the picture's shorter side.</summary>
    /// <value>Default: 360. 120 to 1080.</value>
    [Range(PreviewOptions.LeastSide, PreviewOptions.MostSide)]
    public int ShortSide { get; set; } = 360;

    /// <summary>Minutes that a preview is kept after it was made, or failed to be.</summary>
    /// <value>Default: 60. 1 to 10080.</value>
    [Range(1, 10_080)]
    public int Minutes { get; set; } = 60;

    /// <summary>Texts that this process speaks at once for those who listen; others wait in line.</summary>
    /// <value>Default: 1, which leaves a core to the videos. 1 to 16.</value>
    [Range(1, 16)]
    public int Speakers { get; set; } = 1;

    /// <summary>Texts that may wait in that line.</summary>
    /// <value>Default: 16. 0 to 1000.</value>
    [Range(0, 1000)]
    public int SpeakersLine { get; set; } = 16;

    /// <summary>The longest text spoken, in characters.</summary>
    /// <value>Default: 500.</value>
    [Range(1, 5000)]
    public int SpeechLimit { get; set; } = 500;
}

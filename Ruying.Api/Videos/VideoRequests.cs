using Ruying.Api.Data;
using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Sound;
using Ruying.Pipeline.Speech.Lexicons;
using Ruying.Pipeline.Videos;

namespace Ruying.Api.Videos;

/// <summary>What the pipeline is asked for.</summary>
internal static class VideoRequests
{
    /// <summary>The request for a video.</summary>
    /// <param name="video">The video.</param>
    /// <param name="recording">Its recording's file; null where a text is spoken.</param>
    /// <param name="music">Its music's file; null without.</param>
    /// <param name="background">The file of the picture behind the person; null without.</param>
    /// <param name="lexicons">Words of the user's own; a recording needs none.</param>
    public static VideoRequest Of(VideoRow video, string? recording, string? music, string? background, IReadOnlyList<Lexicon> lexicons) => new()
    {
        Text = video.Text,
        AudioPath = recording,
        Transcript = video.Transcript,
        Language = video.Language,
        Voice = video.Voice,
        Rate = video.Rate,
        Pitch = video.Pitch,
        Volume = video.Volume,
        Lexicons = lexicons,
        Expressiveness = video.Expressiveness,
        Label = video.Label,
        Engine = video.Engine,
        Picture = VideoPicture.Of(video).Options(background),
        Captions = new CaptionOptions { Files = CaptionOptions.ParseFiles(video.Captions), Burn = video.BurnCaptions },
        Sound = new SoundOptions
        {
            Loudness = video.Loudness,
            MusicPath = music,
            MusicVolume = video.MusicVolume,
            Denoise = video.Denoise,
            Lead = video.Lead,
            Tail = video.Tail,
        },
    };
}

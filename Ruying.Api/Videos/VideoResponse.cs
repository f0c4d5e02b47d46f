using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Pictures;
using Ruying.Pipeline.Speech;

namespace Ruying.Api.Videos;

/// <summary>A video as the API shows it.</summary>
/// <param name="Id">The video's id.</param>
/// <param name="AvatarId">Who speaks.</param>
/// <param name="AvatarName">The avatar's name.</param>
/// <param name="Text">What is said; null for a recording.</param>
/// <param name="Recording">The name of the recording; null for a text.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Voice">The voice asked for.</param>
/// <param name="Rate">Speed.</param>
/// <param name="Pitch">Semitones.</param>
/// <param name="Volume">Gain.</param>
/// <param name="Expressiveness">Gain on the mouth's motion.</param>
/// <param name="Label">Whether the picture says that it is generated.</param>
/// <param name="Engine">What makes the mouth; null is the avatar's choice.</param>
/// <param name="Captions">The formats of its caption files, with commas between them; each is at <c>captions.FORMAT</c>.</param>
/// <param name="BurnCaptions">Whether captions are drawn into the picture.</param>
/// <param name="Loudness">LUFS.</param>
/// <param name="Music">The name of the music; null without.</param>
/// <param name="MusicVolume">Gain on the music.</param>
/// <param name="Denoise">Whether noise is taken from the recording.</param>
/// <param name="Transcript">What the recording says; null where it was not told.</param>
/// <param name="Lead">Seconds of silence asked for before the first word.</param>
/// <param name="Tail">Seconds of silence asked for after the last word.</param>
/// <param name="Background">What is behind the person: <c>original</c>, <c>blur</c>, <c>colour</c>, <c>picture</c> or <c>transparent</c>.</param>
/// <param name="BackgroundColour">The background's colour, as <c>#rrggbb</c>; null where it has none.</param>
/// <param name="BackgroundBlur">How far out of focus the background was asked to be.</param>
/// <param name="BackgroundPicture">The name of the picture behind the person; null without.</param>
/// <param name="Aspect">The picture's shape.</param>
/// <param name="Resolution">Pixels asked for of the picture's shorter side; null as filmed.</param>
/// <param name="Format"><c>mp4</c> or <c>webm</c>.</param>
/// <param name="State">Whether it is there.</param>
/// <param name="Seconds">Its length once it is.</param>
/// <param name="Marks">The marks of an SSML script and their seconds, once it is.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="Job">The job that makes it.</param>
public sealed record VideoResponse(
    string Id,
    string AvatarId,
    string AvatarName,
    string? Text,
    string? Recording,
    string Language,
    string? Voice,
    double Rate,
    double Pitch,
    double Volume,
    double Expressiveness,
    bool Label,
    string? Engine,
    string Captions,
    bool BurnCaptions,
    double Loudness,
    string? Music,
    double MusicVolume,
    bool Denoise,
    string? Transcript,
    double? Lead,
    double? Tail,
    string Background,
    string? BackgroundColour,
    double? BackgroundBlur,
    string? BackgroundPicture,
    string Aspect,
    int? Resolution,
    string Format,
    ResultState State,
    double? Seconds,
    IReadOnlyList<MarkTiming> Marks,
    DateTimeOffset CreatedAt,
    JobResponse Job)
{
    public static VideoResponse From(VideoRow row) => new(
        row.Id,
        row.AvatarId,
        row.Avatar!.Name,
        row.Text,
        row.RecordingName,
        row.Language,
        row.Voice,
        row.Rate,
        row.Pitch,
        row.Volume,
        row.Expressiveness,
        row.Label,
        row.Engine,
        row.Captions,
        row.BurnCaptions,
        row.Loudness,
        row.MusicName,
        row.MusicVolume,
        row.Denoise,
        row.Transcript,
        row.Lead,
        row.Tail,
        row.Background ?? VideoPicture.Name(BackgroundKind.Original),
        row.BackgroundColour,
        row.BackgroundBlur,
        row.BackgroundName,
        row.Aspect ?? VideoPicture.Name(Pipeline.Pictures.Aspect.Original),
        row.Resolution,
        row.Format ?? VideoPicture.Name(VideoFormat.Mp4),
        row.Job!.State.ToResult(),
        row.Seconds,
        row.ReadMarks(),
        row.CreatedAt,
        JobResponse.From(row.Job));
}

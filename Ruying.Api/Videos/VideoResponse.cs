using Ruying.Api.Data;
using Ruying.Api.Jobs;

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
/// <param name="State">Whether it is there.</param>
/// <param name="Seconds">Its length once it is.</param>
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
    ResultState State,
    double? Seconds,
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
        row.Job!.State.ToResult(),
        row.Seconds,
        row.CreatedAt,
        JobResponse.From(row.Job));
}

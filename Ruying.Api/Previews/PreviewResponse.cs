using Ruying.Api.Data;
using Ruying.Api.Jobs;

namespace Ruying.Api.Previews;

/// <summary>The beginning of a video as the API shows it.</summary>
/// <param name="Id">The preview's id.</param>
/// <param name="AvatarId">Who speaks.</param>
/// <param name="State">Whether it is there.</param>
/// <param name="Seconds">Its length once it is.</param>
/// <param name="Captions">The formats of its caption files, with commas between them; each is at <c>captions.FORMAT</c>.</param>
/// <param name="Format"><c>mp4</c>, or <c>webm</c> where the background is transparent.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="ExpiresAt">When it goes; null while it is being made.</param>
/// <param name="Job">The job that makes it.</param>
public sealed record PreviewResponse(
    string Id, string AvatarId, ResultState State, double? Seconds, string Captions, string Format, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, JobResponse Job)
{
    public static PreviewResponse From(PreviewRow row, string captions, string format, TimeSpan lifetime) => new(
        row.Id, row.AvatarId, row.Job!.State.ToResult(), row.Seconds, captions, format, row.CreatedAt, row.Job.FinishedAt + lifetime, JobResponse.From(row.Job));
}

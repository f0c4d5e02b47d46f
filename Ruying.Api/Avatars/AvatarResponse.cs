using Ruying.Api.Data;
using Ruying.Api.Jobs;

namespace Ruying.Api.Avatars;

/// <summary>An avatar as the API shows it.</summary>
/// <param name="Id">The avatar's id.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Consent">Who agreed, and to what; without it every video carries the label.</param>
/// <param name="Engine">What makes the mouth in its videos; null is our own engine.</param>
/// <param name="Footage">The name of the uploaded file, or the names of several.</param>
/// <param name="Studio">Whether it is tuned to its person as well.</param>
/// <param name="Review">Whether its job stops after a report with warnings (<c>footage.review</c>), until somebody says to build anyway.</param>
/// <param name="State">Whether it is there.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="Job">The job that makes it.</param>
public sealed record AvatarResponse(
    string Id, string Name, string? Consent, string? Engine, string Footage, bool Studio, bool Review, ResultState State, DateTimeOffset CreatedAt, JobResponse Job)
{
    public static AvatarResponse From(AvatarRow row) => new(
        row.Id, row.Name, row.Consent, row.Engine, row.FootageName, row.Job!.Kind == JobKind.StudioAvatar, row.Review, row.Job.State.ToResult(), row.CreatedAt, JobResponse.From(row.Job));
}

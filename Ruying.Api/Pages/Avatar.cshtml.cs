using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Avatars;
using Ruying.Api.Consents;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Languages;
using Ruying.Api.Problems;
using Ruying.Api.Security;
using Ruying.Api.Videos;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Voices;

namespace Ruying.Api.Pages;

/// <summary>An avatar: how far it is, what its footage offers, what it shall say.</summary>
[Records]
public sealed class AvatarModel(AvatarService avatars, AvatarVoices voices, VideoService videos, JobService jobs, ConsentService consents, VideoForms forms, Phrases say) : PageModel
{
    private const int Shown = 24;

    public AvatarResponse Avatar { get; private set; } = null!;

    public VideoFormModel? Form { get; private set; }

    public AvatarVoiceModel? Voice { get; private set; }

    public IReadOnlyList<VideoResponse> Videos { get; private set; } = [];

    /// <summary>Null of avatars that are older than such records.</summary>
    public ConsentResponse? Consent { get; private set; }

    /// <summary>What its footage offers; null while there is no report.</summary>
    public FindingsModel? Findings { get; private set; }

    /// <summary>The same, where it is what the page is about: the job stopped for it, or could not go on.</summary>
    public FindingsModel? Review =>
        Avatar.Job.StoppedForReview || (Avatar.Job.State == JobState.Failed && Findings?.Report.Findings.Any(f => f.Severity == FindingSeverity.Error && f.Code == Avatar.Job.Error?.Code) == true)
            ? Findings
            : null;

    public string? Error { get; private set; }

    public Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) => ShowAsync(id, cancellationToken);

    public Task<IActionResult> OnPostCancelAsync(string id, CancellationToken cancellationToken) => DoAsync(id, async () =>
    {
        await jobs.CancelAsync((await avatars.GetAsync(id, cancellationToken)).Job.Id, cancellationToken);
        return $"/avatars/{id}";
    }, cancellationToken);

    public Task<IActionResult> OnPostRetryAsync(string id, CancellationToken cancellationToken) => DoAsync(id, async () =>
    {
        await jobs.RetryAsync((await avatars.GetAsync(id, cancellationToken)).Job.Id, cancellationToken);
        return $"/avatars/{id}";
    }, cancellationToken);

    public Task<IActionResult> OnPostBuildAsync(string id, CancellationToken cancellationToken) => DoAsync(id, async () =>
    {
        await avatars.BuildAnywayAsync(id, cancellationToken);
        return $"/avatars/{id}";
    }, cancellationToken);

    public Task<IActionResult> OnPostRevokeAsync(string id, string? reason, bool delete, CancellationToken cancellationToken) => DoAsync(id, async () =>
    {
        await consents.RevokeAsync(id, new RevokeRequest(reason, delete), User.Identity?.Name ?? "", cancellationToken);
        return delete ? "/" : $"/avatars/{id}";
    }, cancellationToken);

    public Task<IActionResult> OnPostDeleteAsync(string id, CancellationToken cancellationToken) => DoAsync(id, async () =>
    {
        await avatars.DeleteAsync(id, cancellationToken);
        return "/";
    }, cancellationToken);

    public async Task<IActionResult> OnPostVoiceAsync(string id, VoiceChoice choice, bool automatic, CancellationToken cancellationToken)
    {
        try
        {
            // A number that cannot be read is none: browsers send numbers only.
            await voices.SetAsync(id, automatic ? new VoiceChoice() : choice, cancellationToken);
            return Redirect($"/avatars/{id}");
        }
        catch (RequestException exception)
        {
            return await ShowAsync(id, cancellationToken, exception);
        }
        catch (ScriptException exception)
        {
            return await ShowAsync(id, cancellationToken, RequestException.Invalid(exception.Code, exception.Message));
        }
    }

    private Task<IActionResult> DoAsync(string id, Func<Task<string>> act, CancellationToken cancellationToken) =>
        PageActs.ActAsync(act, refused => ShowAsync(id, cancellationToken, refused));

    private async Task<AvatarVoiceModel?> VoiceAsync(string id, string? language, IReadOnlyList<Voice> known, CancellationToken cancellationToken)
    {
        try
        {
            return new AvatarVoiceModel(Avatar.Name, await voices.GetAsync(id, language, cancellationToken), known);
        }
        catch (AvatarException)
        {
            // The page has its say about an avatar that cannot be opened any more, too.
            return null;
        }
    }

    private async Task<IActionResult> ShowAsync(string id, CancellationToken cancellationToken, RequestException? error = null)
    {
        try
        {
            Avatar = await avatars.GetAsync(id, cancellationToken);
        }
        catch (RequestException exception)
        {
            return StatusCode(exception.Status);
        }

        Error = error is null ? null : say.Problem(error);
        Response.StatusCode = error?.Status ?? StatusCodes.Status200OK;
        Consent = await consents.FindAsync(id, cancellationToken);
        Findings = await avatars.ReadReportAsync(id, cancellationToken) is { } report ? new FindingsModel(id, report) : null;
        if (Avatar.State == ResultState.Ready)
        {
            Form = await forms.MakeAsync(Avatar, cancellationToken);
            Videos = (await videos.ListAsync(id, Shown, null, cancellationToken)).Items;
            Voice = await VoiceAsync(id, Videos is [var latest, ..] ? latest.Language : null, Form.Voices, cancellationToken);
        }

        return Page();
    }
}

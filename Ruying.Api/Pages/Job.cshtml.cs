using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Jobs;
using Ruying.Api.Languages;
using Ruying.Api.Logs;
using Ruying.Api.Problems;

namespace Ruying.Api.Pages;

/// <summary>A job: how far it is, who works on it, what its log says.</summary>
public sealed class JobModel(JobService jobs, JobSubjects subjects, JobLogs logs, Phrases say) : PageModel
{
    public JobResponse Job { get; private set; } = null!;

    public JobSubject Subject { get; private set; } = null!;

    /// <summary>The last lines of the log; empty while there are none.</summary>
    public string Log { get; private set; } = "";

    public string? Error { get; private set; }

    public Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) => ShowAsync(id, cancellationToken);

    public Task<IActionResult> OnPostCancelAsync(string id, CancellationToken cancellationToken) => DoAsync(id, () => jobs.CancelAsync(id, cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostRetryAsync(string id, CancellationToken cancellationToken) => DoAsync(id, () => jobs.RetryAsync(id, cancellationToken), cancellationToken);

    private Task<IActionResult> DoAsync(string id, Func<Task> act, CancellationToken cancellationToken) => PageActs.ActAsync(
        async () =>
        {
            await act();
            return $"/jobs/{id}";
        },
        refused => ShowAsync(id, cancellationToken, refused));

    private async Task<IActionResult> ShowAsync(string id, CancellationToken cancellationToken, RequestException? error = null)
    {
        try
        {
            Job = await jobs.GetAsync(id, cancellationToken);
        }
        catch (RequestException exception)
        {
            return StatusCode(exception.Status);
        }

        Subject = (await subjects.ListAsync([Job], cancellationToken))[Job.Id];
        Log = await logs.ReadAsync(Job.Id, JobLogs.UsualLines, cancellationToken);
        Error = error is null ? null : say.Problem(error);
        Response.StatusCode = error?.Status ?? StatusCodes.Status200OK;
        return Page();
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Languages;

namespace Ruying.Api.Pages;

/// <summary>The queue: what waits, what is worked on, what is done.</summary>
public sealed class JobsModel(JobService jobs, JobSubjects subjects, Phrases say) : PageModel
{
    private const int Shown = 25;

    /// <summary>The states that one may ask for.</summary>
    public static IReadOnlyList<JobState> States { get; } = [JobState.Running, JobState.Queued, JobState.Succeeded, JobState.Failed, JobState.Cancelled];

    public ListPage<JobResponse> Jobs { get; private set; } = null!;

    /// <summary>What each makes, by the jobs' ids.</summary>
    public IReadOnlyDictionary<string, JobSubject> Subjects { get; private set; } = new Dictionary<string, JobSubject>();

    /// <summary>Only those; null for all.</summary>
    public JobState? State { get; private set; }

    public string? Before { get; private set; }

    /// <summary>Where older ones are shown; null where there are none.</summary>
    public string? Older => Jobs.Next is { } next ? PageAddress.Of("/jobs", ("state", State?.ToString().ToLowerInvariant()), ("before", next)) : null;

    public string? Error { get; private set; }

    public Task OnGetAsync(string? state, string? before, CancellationToken cancellationToken) => ShowAsync(state, before, cancellationToken);

    public Task<IActionResult> OnPostCancelAsync(string id, string? state, string? before, CancellationToken cancellationToken) =>
        DoAsync(() => jobs.CancelAsync(id, cancellationToken), state, before, cancellationToken);

    public Task<IActionResult> OnPostRetryAsync(string id, string? state, string? before, CancellationToken cancellationToken) =>
        DoAsync(() => jobs.RetryAsync(id, cancellationToken), state, before, cancellationToken);

    private Task<IActionResult> DoAsync(Func<Task> act, string? state, string? before, CancellationToken cancellationToken) => PageActs.ActAsync(
        async () =>
        {
            await act();
            return PageAddress.Of("/jobs", ("state", state), ("before", before));
        },
        async refused =>
        {
            Error = say.Problem(refused);
            Response.StatusCode = refused.Status;
            await ShowAsync(state, before, cancellationToken);
            return Page();
        });

    private async Task ShowAsync(string? state, string? before, CancellationToken cancellationToken)
    {
        State = Enum.TryParse<JobState>(state, ignoreCase: true, out var known) && States.Contains(known) ? known : null;
        Before = before;
        Jobs = await jobs.ListAsync(Shown, before, State, null, cancellationToken);
        Subjects = await subjects.ListAsync(Jobs.Items, cancellationToken);
    }
}

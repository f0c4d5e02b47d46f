using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Languages;
using Ruying.Api.Models;

namespace Ruying.Api.Pages.Manage;

/// <summary>Models that are here, that are on their way, and that can be pulled.</summary>
public sealed class ModelsPage(ModelService models, JobService jobs, Phrases say) : ManagePage(say)
{
    /// <summary>How many that can be pulled are shown at once.</summary>
    public const int Shown = 30;

    /// <summary>Words of a model's name or language.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>BCP 47 tag: only models that speak it can be pulled.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Language { get; set; }

    /// <summary>Those of the store that fit the words.</summary>
    public IReadOnlyList<ModelResponse> Installed { get; private set; } = [];

    /// <summary>Pulls that go on, and the last of each model that failed.</summary>
    public IReadOnlyList<JobResponse> Pulls { get; private set; } = [];

    /// <summary>Tags of the languages of what can be pulled.</summary>
    public IReadOnlyList<string> Languages { get; private set; } = [];

    /// <summary>What can be pulled, the first of those that fit.</summary>
    public IReadOnlyList<AvailableModelResponse> Available { get; private set; } = [];

    /// <summary>How many fit.</summary>
    public int Fitting { get; private set; }

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        var stored = models.List();
        Installed = [.. stored.Where(model => Fits(model.Name, model.Address, model.Voice?.Language))];
        var names = stored.Select(model => model.Name).ToHashSet();
        Pulls =
        [
            .. (await jobs.ListAsync(50, null, null, JobKind.Model, cancellationToken)).Items
                .DistinctBy(job => job.SubjectId)
                .Where(job => job.Active || (job.State == JobState.Failed && !names.Contains(job.SubjectId))),
        ];
        Languages = [.. models.ListAvailable(null).SelectMany(model => model.Languages).Select(tag => tag.Split('-')[0]).Distinct().Order(StringComparer.Ordinal)];
        List<AvailableModelResponse> fitting = [.. models.ListAvailable(Language).Where(model => !model.Installed && Fits(model.Name, model.Title, model.LanguageName))];
        (Fitting, Available) = (fitting.Count, [.. fitting.Take(Shown)]);
    }

    private bool Fits(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (string.IsNullOrWhiteSpace(Q) || text?.Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }
}

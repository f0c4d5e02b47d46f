using Ruying.Api.Data;
using Ruying.Pipeline;

namespace Ruying.Api.Jobs;

/// <summary>The stages of a job in order, what each is called for people and its usual share of the job's time.</summary>
public static class StageShares
{
    private static readonly (string Stage, string Title, int Share)[] Avatar =
    [
        ("intake", "Reading the footage", 15),
        ("track", "Following the face", 50),
        ("assess", "Judging the footage", 10),
        ("consent", "Comparing the consent clip", 0),
        ("learn", "Learning the mouth", 25),
    ];

    private static readonly (string Stage, string Title, int Share)[] StudioAvatar =
    [
        ("intake", "Reading the footage", 3),
        ("track", "Following the face", 10),
        ("assess", "Judging the footage", 2),
        ("consent", "Comparing the consent clip", 0),
        ("learn", "Learning the mouth", 5),
        ("tune", "Tuning to the person", 80),
    ];

    private static readonly (string Stage, string Title, int Share)[] Video =
    [
        ("speak", "Speaking the script", 8),
        ("move", "Shaping the mouth", 4),
        ("plan", "Choosing the pictures", 3),
        ("render", "Rendering", 80),
        ("assemble", "Putting the video together", 5),
    ];

    private static readonly (string Stage, string Title, int Share)[] Model =
    [
        ("download", "Fetching the voice", 95),
        ("check", "Trying it", 5),
    ];

    /// <summary>How far the whole job has come, 0 to 99: a job is complete only when its result is published.</summary>
    public static int Percent(JobKind kind, StageProgress progress)
    {
        var before = 0;
        foreach (var (stage, _, share) in Of(kind))
        {
            if (stage == progress.Stage)
            {
                return Math.Min(99, before + (int)(share * Math.Clamp(progress.Fraction, 0, 1)));
            }

            before += share;
        }

        return 0;
    }

    /// <summary>What a stage is called for people.</summary>
    public static string? Title(JobKind kind, string? stage) =>
        stage is null ? null : Of(kind).Where(s => s.Stage == stage).Select(s => s.Title).FirstOrDefault() ?? stage;

    /// <summary>The stages of a job in order, with what each is called for people.</summary>
    public static IEnumerable<(string Stage, string Title)> Titles(JobKind kind) => Of(kind).Select(s => (s.Stage, s.Title));

    private static (string Stage, string Title, int Share)[] Of(JobKind kind) => kind switch
    {
        JobKind.Avatar => Avatar,
        JobKind.StudioAvatar => StudioAvatar,
        JobKind.Model => Model,
        _ => Video,
    };
}

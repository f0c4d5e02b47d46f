using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline.Avatars.Assessment;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Studio;

namespace Ruying.Pipeline.Avatars;

/// <summary>Footage in, avatar package out.</summary>
/// <param name="sessions">The process's networks.</param>
/// <param name="tuner">Tunes to the person where that is asked for.</param>
/// <param name="director">Hears the footage's own sound; made when first needed.</param>
/// <param name="time">The clock for the date of building.</param>
/// <param name="logger">Hears how long each stage took.</param>
public sealed class AvatarBuilder(OnnxSessions sessions, StudioTuner tuner, Func<MotionDirector> director, TimeProvider time, ILogger<AvatarBuilder>? logger = null)
{
    /// <summary>The file that <see cref="ReportAsync"/> and <see cref="BuildAsync"/> leave in the work folder, as JSON.</summary>
    public const string ReportJsonName = "report.json";

    /// <summary>The file that <see cref="ReportAsync"/> and <see cref="BuildAsync"/> leave in the work folder, as one page of HTML.</summary>
    public const string ReportHtmlName = "report.html";

    /// <summary>The folder in the work folder with pictures of what the report's findings are about.</summary>
    public const string FramesFolder = "report";

    private readonly ILogger _logger = logger ?? NullLogger<AvatarBuilder>.Instance;

    /// <summary>The picture of a frame in the work folder, a JPEG, for the frames of the report's findings.</summary>
    /// <param name="frame">From 0.</param>
    public static string FrameName(int frame) => $"{FramesFolder}/{frame}.jpg";

    /// <summary>Intake, track and assess; the work folder then holds <see cref="ReportJsonName"/> and <see cref="ReportHtmlName"/>.</summary>
    /// <param name="footagePaths">The user's files, all of one person; several are joined in their order.</param>
    /// <param name="workFolder">Where stages keep what they made; a second call with the same input goes on from there.</param>
    /// <param name="options">How to build.</param>
    /// <param name="progress">Stages <c>intake</c>, <c>track</c>, <c>assess</c>.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <exception cref="FootageException">The file is no usable video. What is wrong with the face is in the report instead.</exception>
    public async Task<FootageReport> ReportAsync(
        IReadOnlyList<string> footagePaths, string workFolder, AvatarOptions options, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var (_, report) = await PrepareAsync(footagePaths, workFolder, options, new StageClock(progress, _logger), progress, cancellationToken).ConfigureAwait(false);
        return report;
    }

    /// <summary>Builds an avatar; <paramref name="outputFolder"/> appears whole or not at all.</summary>
    /// <param name="footagePaths">The user's files, all of one person; several are joined in their order.</param>
    /// <param name="outputFolder">The package's folder; must not exist yet or be empty.</param>
    /// <param name="workFolder">Where stages keep what they made; a second call with the same input goes on from there.</param>
    /// <param name="options">How to build.</param>
    /// <param name="progress">Stages <c>intake</c>, <c>track</c>, <c>assess</c>, <c>consent</c> where there is a clip, <c>learn</c>, and <c>tune</c> if <see cref="AvatarOptions.Studio"/>.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <exception cref="FootageException">The footage cannot be used; the report in the work folder says more. <c>footage.review</c>: it can, but <see cref="AvatarOptions.Review"/> asks for a look first. <c>consent.no_face</c>, <c>consent.several_people</c> or <c>consent.other_person</c> of the consent clip.</exception>
    /// <exception cref="AvatarException"><c>avatar.exists</c>: the folder is there and not empty.</exception>
    public async Task<AvatarPackage> BuildAsync(
        IReadOnlyList<string> footagePaths, string outputFolder, string workFolder, AvatarOptions options, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        RequireFree(outputFolder);
        var stages = new StageClock(progress, _logger);
        var (input, report) = await PrepareAsync(footagePaths, workFolder, options, stages, progress, cancellationToken).ConfigureAwait(false);
        report.RequireUsable();
        if (options.Review)
        {
            report.RequireGood();
        }

        if (options.ConsentClip is { } clip)
        {
            input = input with { Consent = await stages.RunAsync("consent", report => CompareAsync(clip, input, workFolder, options, report, cancellationToken)).ConfigureAwait(false) };
        }

        var partial = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(outputFolder))}.partial";
        try
        {
            // A killed attempt may have left its own behind.
            Delete(partial);
            Directory.CreateDirectory(partial);
            DiskSpace.Require(partial, new FileInfo(input.Footage.VideoPath).Length * 3, "the avatar");
            await stages.RunAsync(
                "learn",
                _ => LearnAsync(input, partial, options, footagePaths, workFolder, progress, cancellationToken)).ConfigureAwait(false);
            if (options.Studio)
            {
                await stages.RunAsync("tune", report => tuner.TuneAsync(partial, workFolder, new StudioOptions(), report, cancellationToken)).ConfigureAwait(false);
            }

            if (Directory.Exists(outputFolder))
            {
                // Empty, as checked at the start; anything put there meanwhile makes this fail rather than vanish.
                Directory.Delete(outputFolder);
            }

            Directory.Move(partial, outputFolder);
        }
        finally
        {
            Delete(partial);
        }

        return AvatarPackage.Open(outputFolder);
    }

    /// <summary>All stages before learning.</summary>
    internal async Task<(LearningInput Input, FootageReport Report)> PrepareAsync(
        IReadOnlyList<string> footagePaths, string workFolder, AvatarOptions options, StageClock stages, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(workFolder);
        var footage = await stages.RunAsync(
            "intake", _ => Intake.NormaliseAsync(footagePaths, workFolder, progress, cancellationToken)).ConfigureAwait(false);
        using var tracked = await stages.RunAsync(
            "track", report => TrackedFootage.FromAsync(sessions, footage, options.Face, workFolder, report, cancellationToken), footage.Frames).ConfigureAwait(false);
        var (assessment, voice) = await stages.RunAsync(
            "assess",
            async () =>
            {
                var assessed = await Task.Run(AssessTracked, cancellationToken).ConfigureAwait(false);
                return (assessed, await FootageVoice.MeasureAsync(footage, assessed.Timeline.Speech, cancellationToken).ConfigureAwait(false));
            }).ConfigureAwait(false);
        return (new LearningInput(footage, tracked.Result.Track, assessment.Usable, assessment.Idle, voice), assessment.Report);

        AssessmentResult AssessTracked()
        {
            var result = new FootageAssessor(new VoiceActivity(sessions.Get("voice-activity", threads: 1)), AudioMotionModel.Open(sessions))
                .Assess(options.FootageName.Length > 0 ? options.FootageName : string.Join(", ", footagePaths.Select(Path.GetFileName)), footage, tracked.Result, tracked.Measures, options, cancellationToken);
            ReportWriter.Write(workFolder, result, tracked.Measures);
            return result;
        }
    }

    private async Task<ConsentMatch> CompareAsync(
        string clip, LearningInput input, string workFolder, AvatarOptions options, Action<double> report, CancellationToken cancellationToken)
    {
        using var tracked = await TrackedFootage.FromAsync(sessions, input.Footage, options.Face, workFolder, _ => { }, cancellationToken).ConfigureAwait(false);
        return await ConsentClip.CompareAsync(sessions, clip, tracked, workFolder, report, cancellationToken).ConfigureAwait(false);
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void RequireFree(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new AvatarException("avatar.exists", $"{folder} is there already: choose another folder, or delete it.");
        }
    }

    private async Task<AvatarManifest> LearnAsync(
        LearningInput input, string folder, AvatarOptions options, IReadOnlyList<string> footagePaths, string workFolder, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        File.Copy(Path.Combine(workFolder, ReportJsonName), Path.Combine(folder, ReportJsonName));
        File.Copy(Path.Combine(workFolder, ReportHtmlName), Path.Combine(folder, ReportHtmlName));
        var name = options.Name.Length > 0 ? options.Name : Path.GetFileNameWithoutExtension(footagePaths[0]);
        return await new AvatarLearner(sessions, director(), time).LearnAsync(input, folder, name, options.Consent, engine: options.Engine, progress: progress, cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}

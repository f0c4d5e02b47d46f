namespace Ruying.Pipeline.Avatars;

/// <summary>Footage in, avatar package out.</summary>
public sealed class AvatarBuilder
{
    /// <summary>The file that <see cref="ReportAsync"/> and <see cref="BuildAsync"/> leave in the work folder, as JSON.</summary>
    public const string ReportJsonName = "report.json";

    /// <summary>The file that <see cref="ReportAsync"/> and <see cref="BuildAsync"/> leave in the work folder, as one page of HTML.</summary>
    public const string ReportHtmlName = "report.html";

    /// <summary>Intake, track and assess; the work folder then holds <see cref="ReportJsonName"/> and <see cref="ReportHtmlName"/>.</summary>
    /// <param name="footagePath">The user's file.</param>
    /// <param name="workFolder">Where stages keep what they made; a second call with the same input goes on from there.</param>
    /// <param name="options">How to build.</param>
    /// <param name="progress">Stages <c>intake</c>, <c>track</c>, <c>assess</c>.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <exception cref="FootageException">The file is no usable video. What is wrong with the face is in the report instead.</exception>
    public Task<FootageReport> ReportAsync(
        string footagePath, string workFolder, AvatarOptions options, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Builds an avatar; <paramref name="outputFolder"/> appears whole or not at all.</summary>
    /// <param name="footagePath">The user's file.</param>
    /// <param name="outputFolder">The package's folder; must not exist yet or be empty.</param>
    /// <param name="workFolder">Where stages keep what they made; a second call with the same input goes on from there.</param>
    /// <param name="options">How to build.</param>
    /// <param name="progress">Stages <c>intake</c>, <c>track</c>, <c>assess</c>, <c>learn</c>.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <exception cref="FootageException">The footage cannot be used; the report in the work folder says more.</exception>
    public Task<AvatarPackage> BuildAsync(
        string footagePath, string outputFolder, string workFolder, AvatarOptions options, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}

using Ruying.Pipeline.Avatars;

namespace Ruying.Pipeline.Videos;

/// <summary>A finished video.</summary>
/// <param name="Path">The MP4.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="Frames">Its frames, 25 a second.</param>
/// <param name="StageSeconds">How long each stage took.</param>
public sealed record VideoResult(string Path, double Seconds, int Frames, IReadOnlyDictionary<string, double> StageSeconds);

/// <summary>Avatar and script in, video out.</summary>
public sealed class VideoRenderer
{
    /// <summary>Renders; <paramref name="outputPath"/> appears whole or not at all.</summary>
    /// <param name="avatar">Who speaks.</param>
    /// <param name="request">What is said.</param>
    /// <param name="outputPath">The MP4 to write; replaced if it exists.</param>
    /// <param name="workFolder">Where stages keep what they made; a second call with the same input goes on from there.</param>
    /// <param name="progress">Stages <c>speak</c>, <c>move</c>, <c>plan</c>, <c>render</c>, <c>assemble</c>.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <exception cref="ScriptException">The text, voice or recording cannot be spoken.</exception>
    public Task<VideoResult> RenderAsync(
        AvatarPackage avatar, VideoRequest request, string outputPath, string workFolder, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}

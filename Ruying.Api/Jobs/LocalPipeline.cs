using Microsoft.Extensions.Options;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Videos;

namespace Ruying.Api.Jobs;

/// <summary>The pipeline in this process.</summary>
public sealed class LocalPipeline(IOptions<ServiceOptions> options, ILoggerFactory loggerFactory) : IPipeline, IAsyncDisposable
{
    private readonly RuyingPipeline _pipeline = new(new PipelineOptions { Device = options.Value.Device }, loggerFactory);

    public Task BuildAvatarAsync(
        string footagePath, string outputFolder, string workFolder, AvatarOptions options, IProgress<StageProgress> progress, CancellationToken cancellationToken) =>
        _pipeline.Avatars.BuildAsync(footagePath, outputFolder, workFolder, options, progress, cancellationToken);

    public Task<VideoResult> RenderVideoAsync(
        string avatarFolder, VideoRequest request, string outputPath, string workFolder, IProgress<StageProgress> progress, CancellationToken cancellationToken) =>
        _pipeline.Videos.RenderAsync(AvatarPackage.Open(avatarFolder), request, outputPath, workFolder, progress, cancellationToken);

    public Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken) => _pipeline.Speech.ListVoicesAsync(cancellationToken);

    public ValueTask DisposeAsync() => _pipeline.DisposeAsync();
}

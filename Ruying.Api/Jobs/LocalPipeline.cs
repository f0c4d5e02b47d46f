using Microsoft.Extensions.Options;
using Ruying.Api.Storage;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Models.Pulling;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Lexicons;
using Ruying.Pipeline.Videos;

namespace Ruying.Api.Jobs;

/// <summary>The pipeline in this process.</summary>
public sealed class LocalPipeline(IOptions<ServiceOptions> options, DataFolder data, ILoggerFactory loggerFactory) : IPipeline, IAsyncDisposable
{
    private readonly RuyingPipeline _pipeline = new(new PipelineOptions { Device = options.Value.Device, ImportedModelsFolder = data.Models, LexiconsFolder = data.Lexicons }, loggerFactory);

    public ModelStore Models => _pipeline.Models;

    public ModelPuller Puller => _pipeline.Puller;

    public ModelVerifier Verifier => _pipeline.Verifier;

    public LexiconFolder Lexicons => _pipeline.Lexicons;

    public async Task BuildAvatarAsync(
        string footagePath, string outputFolder, string workFolder, AvatarOptions options, IProgress<StageProgress> progress, CancellationToken cancellationToken) =>
        (await _pipeline.Avatars.BuildAsync(footagePath, outputFolder, workFolder, options, progress, cancellationToken)).Dispose();

    public async Task<VideoResult> RenderVideoAsync(
        string avatarFolder, VideoRequest request, string outputPath, string workFolder, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        using var avatar = AvatarPackage.Open(avatarFolder);
        return await _pipeline.Videos.RenderAsync(avatar, request, outputPath, workFolder, progress, cancellationToken);
    }

    public async Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken) =>
        (await _pipeline.Speech.GetCatalogAsync(cancellationToken).ConfigureAwait(false)).Voices;

    public ValueTask DisposeAsync() => _pipeline.DisposeAsync();
}

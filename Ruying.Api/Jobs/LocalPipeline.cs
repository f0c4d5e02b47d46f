using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Ruying.Api.Avatars;
using Ruying.Api.Storage;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Models.Pulling;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Lexicons;
using Ruying.Pipeline.Speech.Voices;
using Ruying.Pipeline.Videos;
using Ruying.Pipeline.Videos.Segments;

namespace Ruying.Api.Jobs;

/// <summary>The pipeline in this process.</summary>
public sealed class LocalPipeline(IOptions<ServiceOptions> options, DataFolder data, ILoggerFactory loggerFactory) : IPipeline, IAsyncDisposable
{
    private readonly RuyingPipeline _pipeline = new(
        new PipelineOptions { Device = options.Value.Device, Ffmpeg = options.Value.Ffmpeg, ImportedModelsFolder = data.Models, LexiconsFolder = data.Lexicons, CacheFolder = data.Cache }, loggerFactory);

    public string Device => _pipeline.Device;

    public ModelStore Models => _pipeline.Models;

    public ModelPuller Puller => _pipeline.Puller;

    public ModelVerifier Verifier => _pipeline.Verifier;

    public LexiconFolder Lexicons => _pipeline.Lexicons;

    public async Task BuildAvatarAsync(
        IReadOnlyList<string> footagePaths, string outputFolder, string workFolder, AvatarOptions options, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        (await _pipeline.Avatars.BuildAsync(footagePaths, outputFolder, workFolder, options, progress, cancellationToken)).Dispose();

        // Measures the voices that may fit, so that the avatar's page need not wait for them.
        await ShowVoiceAsync(outputFolder, new VideoRequest().Language, cancellationToken);
    }

    public ConsentMatch? ReadConsentMatch(string avatarFolder)
    {
        using var avatar = AvatarPackage.Open(avatarFolder);
        return avatar.Manifest.ConsentMatch;
    }

    public async Task<VideoResult> RenderVideoAsync(
        string avatarFolder, VideoRequest request, string outputPath, string workFolder, IProgress<StageProgress> progress, ISegmentCrew crew, CancellationToken cancellationToken)
    {
        using var avatar = AvatarPackage.Open(avatarFolder);
        return await _pipeline.Videos.RenderAsync(avatar, request, outputPath, workFolder, progress, crew, cancellationToken);
    }

    public async Task RenderSegmentsAsync(string avatarFolder, string folder, ISegmentCrew crew, CancellationToken cancellationToken)
    {
        using var avatar = AvatarPackage.Open(avatarFolder);
        await _pipeline.Segments.RenderAsync(avatar, folder, crew, _ => { }, cancellationToken);
    }

    public async IAsyncEnumerable<SpokenPart> SpeakAsync(string? avatarFolder, VideoRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var avatar = avatarFolder is null ? null : AvatarPackage.ReadManifest(avatarFolder);
        var (spoken, _) = await _pipeline.Speaker.ChooseAsync(avatar, request, cancellationToken);
        await foreach (var part in _pipeline.Speaker.StreamAsync(spoken, null, cancellationToken))
        {
            yield return part;
        }
    }

    public async Task<AvatarVoiceResponse> ShowVoiceAsync(string avatarFolder, string language, CancellationToken cancellationToken)
    {
        var manifest = AvatarPackage.ReadManifest(avatarFolder);
        FittedVoice? fitted = null;
        try
        {
            fitted = await _pipeline.Voices.FitAsync(manifest.Voice, manifest.VoiceChoice, language, cancellationToken);
        }
        catch (Exception exception) when (exception is EnvironmentException or ScriptException)
        {
            // No engine, none for the language, or a voice that was removed: the rest can be shown, and another be set.
        }

        return new AvatarVoiceResponse(manifest.Voice, manifest.VoiceChoice, language, fitted);
    }

    public async Task ChooseVoiceAsync(string avatarFolder, VoiceChoice choice, CancellationToken cancellationToken)
    {
        if (choice.Voice is { } id)
        {
            choice = choice with { Voice = (await _pipeline.Speech.GetCatalogAsync(cancellationToken)).Find(id).Id };
        }

        await AvatarPackage.ChooseVoiceAsync(avatarFolder, choice, cancellationToken);
    }

    public async Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken) =>
        (await _pipeline.Speech.GetCatalogAsync(cancellationToken).ConfigureAwait(false)).Voices;

    public ValueTask DisposeAsync() => _pipeline.DisposeAsync();
}

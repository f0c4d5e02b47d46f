using Ruying.Api.Avatars;
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

/// <summary>What the service asks of the pipeline.</summary>
public interface IPipeline
{
    /// <summary>Builds an avatar package; see <see cref="AvatarBuilder.BuildAsync"/>.</summary>
    Task BuildAvatarAsync(
        IReadOnlyList<string> footagePaths, string outputFolder, string workFolder, AvatarOptions options, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    /// <summary>How the person of the consent clip was compared with the footage's; null of a package that was built without one.</summary>
    ConsentMatch? ReadConsentMatch(string avatarFolder);

    /// <summary>Renders a video; see <see cref="VideoRenderer.RenderAsync"/>.</summary>
    Task<VideoResult> RenderVideoAsync(
        string avatarFolder, VideoRequest request, string outputPath, string workFolder, IProgress<StageProgress> progress, ISegmentCrew crew, CancellationToken cancellationToken);

    /// <summary>Renders segments of a video that another worker has planned; see <see cref="SegmentStage.RenderAsync"/>.</summary>
    Task RenderSegmentsAsync(string avatarFolder, string folder, ISegmentCrew crew, CancellationToken cancellationToken);

    /// <summary>Speaks a video's text a sentence at a time, with the voice that the video would have; see <see cref="ScriptSpeaker"/>.</summary>
    /// <param name="avatarFolder">Who speaks; null for nobody.</param>
    /// <param name="request">What is said.</param>
    /// <param name="cancellationToken">Ends the engine's call.</param>
    IAsyncEnumerable<SpokenPart> SpeakAsync(string? avatarFolder, VideoRequest request, CancellationToken cancellationToken);

    /// <summary>What was measured of an avatar's voice, and what fits; see <see cref="VoiceFitter.FitAsync"/>. Needs the package's manifest alone.</summary>
    Task<AvatarVoiceResponse> ShowVoiceAsync(string avatarFolder, string language, CancellationToken cancellationToken);

    /// <summary>Sets an avatar's voice; see <see cref="AvatarPackage.ChooseVoiceAsync(string, VoiceChoice?, CancellationToken)"/>. Needs the package's manifest alone.</summary>
    /// <exception cref="ScriptException">There is no such voice (<c>voice.unknown</c>), or a value is out of range (<c>speech.option_out_of_range</c>).</exception>
    Task ChooseVoiceAsync(string avatarFolder, VoiceChoice choice, CancellationToken cancellationToken);

    /// <summary>What networks run on: <c>cpu</c> or <c>cuda</c>.</summary>
    /// <exception cref="ModelException"><c>model.device</c>: CUDA was asked for and is not there.</exception>
    string Device { get; }

    /// <summary>The service's imported models.</summary>
    ModelStore Models { get; }

    /// <summary>Fetches models of the catalogue.</summary>
    ModelPuller Puller { get; }

    /// <summary>Says whether models are still what they were.</summary>
    ModelVerifier Verifier { get; }

    /// <summary>The service's lexicons.</summary>
    LexiconFolder Lexicons { get; }

    /// <summary>The voices that this machine has; see <see cref="ISpeechSynthesizer.GetCatalogAsync"/>.</summary>
    Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken);
}

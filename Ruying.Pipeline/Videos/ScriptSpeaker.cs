using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Voices;

namespace Ruying.Pipeline.Videos;

/// <summary>Speaks the text of a video with the voice that the video has.</summary>
/// <param name="synthesizer">Speaks.</param>
/// <param name="voices">Chooses the voice where none is asked for.</param>
public sealed class ScriptSpeaker(ISpeechSynthesizer synthesizer, VoiceFitter voices)
{
    /// <summary>Chooses the voice of a text that asks for none.</summary>
    /// <param name="avatar">Who speaks; null for nobody: then it is the language's usual voice as it is.</param>
    /// <param name="request">What is said.</param>
    /// <param name="cancellationToken">Stops within a sentence.</param>
    /// <returns>The request with the voice in it, and the voice; null where one was asked for, or a recording is said.</returns>
    /// <exception cref="ScriptException"><c>language.unknown</c>, <c>voice.unknown</c>.</exception>
    /// <exception cref="EnvironmentException"><c>speech.engine_missing</c>.</exception>
    public async Task<(VideoRequest Request, FittedVoice? Voice)> ChooseAsync(AvatarManifest? avatar, VideoRequest request, CancellationToken cancellationToken)
    {
        if (request is not { AudioPath: null, Text: not null, Voice: null })
        {
            return (request, null);
        }

        var fitted = await voices.FitAsync(avatar?.Voice, avatar?.VoiceChoice, request.Language, cancellationToken).ConfigureAwait(false);
        return (request.SpokenBy(fitted), fitted);
    }

    /// <summary>Speaks a text, a sentence at a time.</summary>
    /// <param name="request">Of <see cref="ChooseAsync"/>, with a text.</param>
    /// <param name="progress">Stage <c>speak</c>; null tells nobody.</param>
    /// <param name="cancellationToken">Ends the engine's call.</param>
    /// <exception cref="ScriptException">As of <see cref="ISpeechSynthesizer.StreamAsync"/>.</exception>
    public IAsyncEnumerable<SpokenPart> StreamAsync(VideoRequest request, IProgress<StageProgress>? progress, CancellationToken cancellationToken) => synthesizer.StreamAsync(
        new SpeechRequest(
            request.Text!, request.Voice!, request.Rate, request.Pitch, request.Volume, request.Sound.Lead ?? SpeechSynthesizer.LeadingSilence, request.Sound.Tail ?? SpeechSynthesizer.TrailingSilence)
        {
            Lexicons = request.Lexicons,
        },
        progress,
        cancellationToken);
}

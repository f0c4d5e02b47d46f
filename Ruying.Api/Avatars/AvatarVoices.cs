using Ruying.Api.Jobs;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Speech.Voices;

namespace Ruying.Api.Avatars;

/// <summary>The voices of finished avatars: what was measured, what fits, what users set.</summary>
public sealed class AvatarVoices(AvatarService avatars, IFileStore store, AvatarManifests manifests, IPipeline pipeline)
{
    /// <summary>What the avatar speaks with where a video asks for no voice.</summary>
    /// <exception cref="RequestException"><c>avatar.unknown</c>, <c>avatar.not_ready</c>.</exception>
    public async Task<AvatarVoiceResponse> GetAsync(string id, string? language, CancellationToken cancellationToken) =>
        await WithManifestAsync(
            id, folder => pipeline.ShowVoiceAsync(folder, string.IsNullOrWhiteSpace(language) ? "en" : language.Trim(), cancellationToken), cancellationToken);

    /// <summary>Sets it for the videos to come.</summary>
    /// <exception cref="RequestException"><c>avatar.unknown</c>, <c>avatar.not_ready</c>.</exception>
    /// <exception cref="Ruying.Pipeline.ScriptException"><c>voice.unknown</c>, <c>speech.option_out_of_range</c>.</exception>
    public async Task SetAsync(string id, VoiceChoice choice, CancellationToken cancellationToken) =>
        await WithManifestAsync(
            id,
            async folder =>
            {
                await pipeline.ChooseVoiceAsync(folder, choice with { Voice = string.IsNullOrWhiteSpace(choice.Voice) ? null : choice.Voice.Trim() }, cancellationToken);
                await store.PutAsync(Path.Combine(folder, AvatarPackage.ManifestName), StoreNames.Manifest(id), cancellationToken);
                return true;
            },
            cancellationToken);

    private async Task<T> WithManifestAsync<T>(string id, Func<string, Task<T>> use, CancellationToken cancellationToken)
    {
        var avatar = await avatars.GetAsync(id, cancellationToken);
        if (avatar.State != ResultState.Ready)
        {
            throw RequestException.Conflict("avatar.not_ready", "The avatar is not there yet; wait until its job has succeeded.");
        }

        return await manifests.WithAsync(avatar.Id, use, cancellationToken);
    }
}

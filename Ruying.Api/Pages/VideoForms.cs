using Microsoft.Extensions.Options;
using Ruying.Api.Avatars;
using Ruying.Api.Storage;
using Ruying.Api.Voices;
using Ruying.Pipeline;
using Ruying.Pipeline.Speech;

namespace Ruying.Api.Pages;

/// <summary>Prepares the form for a new video.</summary>
public sealed class VideoForms(VoiceCatalogue voices, IOptions<ServiceOptions> options)
{
    public async Task<VideoFormModel> MakeAsync(
        AvatarResponse avatar, CancellationToken cancellationToken, string? error = null, UploadedForm? sent = null)
    {
        IReadOnlyList<Voice> list;
        try
        {
            list = await voices.ListAsync(null, cancellationToken);
        }
        catch (EnvironmentException)
        {
            // Without an engine a recording can still be said; the form tells.
            list = [];
        }

        return new VideoFormModel(avatar, list, options.Value.UploadLimit, options.Value.ScriptLimit, error, sent);
    }
}

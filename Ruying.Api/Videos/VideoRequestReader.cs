using Microsoft.Extensions.Options;
using Ruying.Api.Problems;
using Ruying.Api.Storage;

namespace Ruying.Api.Videos;

/// <summary>Reads what is asked for, as JSON or as a multipart form with a recording in <c>audio</c>, music in <c>music</c> and a picture in <c>backgroundPicture</c>.</summary>
public sealed class VideoRequestReader(UploadReader uploads, IOptions<ServiceOptions> options, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    /// <summary>Reads; a form's files lie in the subject's folder of uploads afterwards.</summary>
    /// <param name="request">The request, its body not read yet.</param>
    /// <param name="id">The id of what is to be made.</param>
    /// <param name="avatarId">Who speaks, when the address says so; null when the request does.</param>
    /// <param name="admit">Called with a form's fields before its file is taken; throws to refuse.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <exception cref="RequestException">What <see cref="UploadReader.ReadAsync"/> and <see cref="VideoRules.CheckText"/> throw.</exception>
    public async Task<SentVideo> ReadAsync(
        HttpRequest request, string id, string? avatarId, Func<UploadedForm, Task>? admit, CancellationToken cancellationToken)
    {
        if (!UploadReader.IsMultipart(request))
        {
            return new SentVideo(await JsonBody.ReadAsync<CreateVideoRequest>(request, json.Value.SerializerOptions, cancellationToken));
        }

        CreateVideoRequest Read(UploadedForm form) => VideoForm.Read(form) is var video && avatarId is null ? video : video with { AvatarId = avatarId };

        async Task CheckAsync(UploadedForm form)
        {
            await (admit?.Invoke(form) ?? Task.CompletedTask);
            VideoRules.CheckText(Read(form), options.Value.ScriptLimit);
        }

        var form = await uploads.ReadAsync(request, id, "audio", CheckAsync, cancellationToken, otherFields: ["music", BackgroundFiles.Field]);
        return new SentVideo(Read(form), form.File, form.Other("music"), form.Other(BackgroundFiles.Field));
    }
}

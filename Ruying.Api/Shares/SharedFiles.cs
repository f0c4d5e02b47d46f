using Microsoft.AspNetCore.Authorization;
using Ruying.Api.Storage;

namespace Ruying.Api.Shares;

/// <summary>The files that a link's page plays.</summary>
internal static class SharedFiles
{
    public static void MapShares(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/s/{token}/video", VideoAsync).WithMetadata(new AllowAnonymousAttribute()).ExcludeFromDescription();
        routes.MapGet("/s/{token}/captions.vtt", CaptionsAsync).WithMetadata(new AllowAnonymousAttribute()).ExcludeFromDescription();
    }

    private static async Task<IResult> VideoAsync(string token, HttpResponse response, SharedVideos shared, StoredFiles files, CancellationToken cancellationToken)
    {
        SharePolicy.Apply(response, null);
        return await shared.FindAsync(token, cancellationToken) is { } video
            ? await files.LeadAsync(StoreNames.Video(video.VideoId, video.Format), "video/" + video.Format, null, response, cancellationToken)
            : Results.NotFound();
    }

    private static async Task<IResult> CaptionsAsync(string token, HttpResponse response, SharedVideos shared, StoredFiles files, CancellationToken cancellationToken)
    {
        SharePolicy.Apply(response, null);
        return await shared.FindAsync(token, cancellationToken) is { HasCaptions: true } video
            ? await files.SendAsync(StoreNames.Captions(video.VideoId, "vtt"), "text/vtt; charset=utf-8", null, cancellationToken)
            : Results.NotFound();
    }
}

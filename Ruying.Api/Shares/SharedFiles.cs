using Microsoft.AspNetCore.Authorization;
using Ruying.Api.Storage;
using Ruying.Api.Tags;

namespace Ruying.Api.Shares;

/// <summary>The files that a link's page plays.</summary>
internal static class SharedFiles
{
    public static void MapShares(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/s/{token}/video", VideoAsync).WithMetadata(new AllowAnonymousAttribute()).ExcludeFromDescription();
        routes.MapGet("/s/{token}/captions.vtt", CaptionsAsync).WithMetadata(new AllowAnonymousAttribute()).ExcludeFromDescription();
    }

    private static async Task<IResult> VideoAsync(string token, HttpResponse response, SharedVideos shared, DataFolder data, CancellationToken cancellationToken)
    {
        SharePolicy.Apply(response);
        return await shared.FindAsync(token, cancellationToken) is { } video ? TaggedFile.Send(data.Video(video.VideoId), "video/mp4") : Results.NotFound();
    }

    private static async Task<IResult> CaptionsAsync(string token, HttpResponse response, SharedVideos shared, DataFolder data, CancellationToken cancellationToken)
    {
        SharePolicy.Apply(response);
        return await shared.FindAsync(token, cancellationToken) is { HasCaptions: true } video
            ? TaggedFile.Send(data.Captions(video.VideoId, "vtt"), "text/vtt; charset=utf-8")
            : Results.NotFound();
    }
}

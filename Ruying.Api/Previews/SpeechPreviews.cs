using System.Threading.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Avatars;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Problems;
using Ruying.Api.Videos;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Videos;

namespace Ruying.Api.Previews;

/// <summary>
/// Speaks texts for those who listen. So many at once (<see cref="PreviewSettings.Speakers"/>), the others in line, and no more than the line
/// holds: whatever is asked for, the videos keep the other cores.
/// </summary>
public sealed class SpeechPreviews(IDbContextFactory<RuyingDb> databases, IPipeline pipeline, AvatarManifests manifests, IOptions<ServiceOptions> options) : IDisposable
{
    private readonly ConcurrencyLimiter _turns = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Value.Previews.Speakers,
        QueueLimit = options.Value.Previews.SpeakersLine,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Speaks a text.</summary>
    /// <param name="request">What is said, and how.</param>
    /// <param name="open">Called once when there is something to hear; gives where the WAV goes.</param>
    /// <param name="cancellationToken">Who listened has gone: the engine stops.</param>
    /// <exception cref="RequestException"><c>script.empty</c>, <c>preview.too_long</c>, <c>speech.option_out_of_range</c>, <c>preview.too_many</c>, what <see cref="AvatarService.RequireReadyAsync"/> throws.</exception>
    /// <exception cref="Pipeline.ScriptException">As of <see cref="ScriptSpeaker.StreamAsync"/>.</exception>
    public async Task SpeakAsync(SpeechPreviewRequest request, Func<Stream> open, CancellationToken cancellationToken)
    {
        var (video, avatar) = await CheckAsync(request, cancellationToken);
        using var turn = await _turns.AcquireAsync(1, cancellationToken);
        if (!turn.IsAcquired)
        {
            throw new RequestException(StatusCodes.Status429TooManyRequests, "preview.too_many", "Too many are listening at once; try again in a moment.") { Header = ("Retry-After", "2") };
        }

        _ = avatar is null
            ? await SpeakAsync(video, package: null, open, cancellationToken)
            : await manifests.WithAsync(avatar, package => SpeakAsync(video, package, open, cancellationToken), cancellationToken);
    }

    public void Dispose() => _turns.Dispose();

    /// <returns>Whether there was something to hear.</returns>
    private async Task<bool> SpeakAsync(VideoRequest video, string? package, Func<Stream> open, CancellationToken cancellationToken)
    {
        await using var parts = pipeline.SpeakAsync(package, video, cancellationToken).GetAsyncEnumerator(cancellationToken);
        if (!await parts.MoveNextAsync())
        {
            return false;
        }

        var part = parts.Current.Audio;
        var more = parts.MoveNextAsync().AsTask();

        // The next piece takes a while to speak: where the answer is there already, there is none, and the length is known.
        var isWhole = more.IsCompletedSuccessfully && !await more;
        try
        {
            var sound = new WavSender(open(), part.SampleRate, isWhole ? part.Length : null);
            await sound.WriteAsync(part.Samples, cancellationToken);
            while (await more)
            {
                await sound.WriteAsync(parts.Current.Audio.Samples, cancellationToken);
                more = parts.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // Nobody may end the engine's turn while it works on the next piece.
            await ((Task)more).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return true;
    }

    private async Task<(VideoRequest Video, string? Avatar)> CheckAsync(SpeechPreviewRequest request, CancellationToken cancellationToken)
    {
        if (request.Text?.Length > options.Value.Previews.SpeechLimit)
        {
            throw RequestException.Invalid("preview.too_long", $"The text is longer than the {options.Value.Previews.SpeechLimit} characters that are spoken at once; shorten it, or make a video.");
        }

        // The rules of videos: what is heard here can be made.
        var video = new CreateVideoRequest(request.AvatarId, request.Text, request.Language, request.Voice, request.Rate, request.Pitch, request.Volume);
        VideoRules.Check(video, hasRecording: false, options.Value.ScriptLimit);
        string? avatar = null;
        if (!string.IsNullOrWhiteSpace(request.AvatarId))
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            avatar = (await AvatarService.RequireReadyAsync(db, request.AvatarId, cancellationToken)).Id;
        }

        return (new VideoRequest
        {
            Text = request.Text,
            Language = request.Language ?? "en",
            Voice = string.IsNullOrWhiteSpace(request.Voice) ? null : request.Voice,
            Rate = request.Rate,
            Pitch = request.Pitch,
            Volume = request.Volume,
            Lexicons = await pipeline.Lexicons.ReadAsync(cancellationToken: cancellationToken),
        }, avatar);
    }
}

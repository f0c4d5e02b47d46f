using Ruying.Api.Problems;
using Ruying.Api.Videos;

namespace Ruying.Api.Drafts;

/// <summary>What a draft must keep to: sizes, and nothing else.</summary>
internal static class DraftRules
{
    public const int TitleLimit = 200;

    private const int FieldLimit = 200;

    /// <exception cref="RequestException"><c>draft.title_too_long</c>, <c>draft.field_too_long</c>, <c>script.too_long</c>.</exception>
    public static void Check(DraftRequest request, int scriptLimit)
    {
        if (request.Title?.Length > TitleLimit)
        {
            throw RequestException.Invalid("draft.title_too_long", $"The title is longer than {TitleLimit} characters; shorten it.");
        }

        if (request.Video is not { } video)
        {
            return;
        }

        if (video.Text?.Length > scriptLimit || video.Transcript?.Length > scriptLimit)
        {
            throw VideoRules.TooLong(scriptLimit);
        }

        string?[] fields =
        [
            video.AvatarId, video.Language, video.Voice, video.Engine, video.Captions, video.AudioUpload, video.MusicUpload, video.Device,
            video.Background, video.BackgroundColour, video.BackgroundUpload, video.BackgroundOf, video.Aspect, video.Format,
        ];
        if (fields.Any(field => field?.Length > FieldLimit))
        {
            throw RequestException.Invalid("draft.field_too_long", $"All fields but the text and the transcript have up to {FieldLimit} characters.");
        }
    }
}

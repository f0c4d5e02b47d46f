namespace Ruying.Api.Videos;

/// <summary>The codes with which a request for a video is refused, by status, for the API's description.</summary>
internal static class VideoProblems
{
    public static readonly string[] NotFound = ["avatar.unknown", "model.unknown", "upload.unknown", "video.unknown"];

    public static readonly string[] Conflict = ["avatar.not_ready", "consent.revoked", "upload.not_finished", "upload.in_use", "device.none"];

    public static readonly string[] Unprocessable =
    [
        "script.empty", "script.both", "script.transcript_alone", "script.too_long", "voice.unknown", "speech.option_out_of_range", "motion.option_out_of_range", "sound.option_out_of_range",
        "picture.option_out_of_range", "picture.needs_webm", "picture.missing", "picture.too_large", "picture.not_an_image",
        "captions.unknown_format", "captions.no_words", "model.wrong_kind", "device.unknown", "upload.empty", "upload.both",
    ];
}

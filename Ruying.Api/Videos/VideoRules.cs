using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Pipeline;
using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Sound;
using Ruying.Pipeline.Videos;

namespace Ruying.Api.Videos;

/// <summary>What a request for a video must satisfy before a job is made of it.</summary>
internal static class VideoRules
{
    private const int NameLimit = 100;

    /// <exception cref="RequestException"><c>script.empty</c>, <c>script.both</c>, <c>script.transcript_alone</c>, <c>script.too_long</c>, <c>speech.option_out_of_range</c>, <c>motion.option_out_of_range</c>.</exception>
    /// <exception cref="PictureException"><c>picture.option_out_of_range</c>, <c>picture.needs_webm</c>.</exception>
    /// <exception cref="ScriptException"><c>captions.no_words</c>, <c>captions.unknown_format</c>, <c>sound.option_out_of_range</c>.</exception>
    public static void Check(CreateVideoRequest request, bool hasRecording, int scriptLimit)
    {
        var hasText = !string.IsNullOrWhiteSpace(request.Text);
        if (!hasText && !hasRecording)
        {
            throw RequestException.Invalid("script.empty", "There is nothing to say; write a text or choose a recording.");
        }

        if (hasText && hasRecording)
        {
            throw RequestException.Invalid("script.both", "Send a text or a recording, not both.");
        }

        if (!hasRecording && !string.IsNullOrWhiteSpace(request.Transcript))
        {
            throw RequestException.Invalid("script.transcript_alone", "A transcript says what a recording says: send the recording too, or the words as the text.");
        }

        if (hasRecording && string.IsNullOrWhiteSpace(request.Transcript) && Captions(request).Wanted)
        {
            throw CaptionSplitter.NoWords();
        }

        CheckText(request, scriptLimit);
    }

    /// <summary>The part that is known before a recording has arrived.</summary>
    public static void CheckText(CreateVideoRequest request, int scriptLimit)
    {
        if (request.Text?.Length > scriptLimit || request.Transcript?.Length > scriptLimit)
        {
            throw TooLong(scriptLimit);
        }

        _ = Captions(request);
        new SoundOptions { Loudness = request.Loudness, MusicVolume = request.MusicVolume, Lead = request.Lead, Tail = request.Tail }.Check();
        VideoPicture.Of(request).Check();
        Within("rate", request.Rate, 0.5, 2);
        Within("pitch", request.Pitch, -12, 12);
        Within("volume", request.Volume, 0, 2);
        Within("expressiveness", request.Expressiveness, VideoRequest.LeastExpressiveness, VideoRequest.MostExpressiveness, "motion.option_out_of_range");
        if (request.Language?.Length > NameLimit || request.Voice?.Length > NameLimit)
        {
            throw RequestException.Invalid("voice.unknown", "There is no such language or voice; choose one of the list.");
        }
    }

    public static RequestException TooLong(int scriptLimit) =>
        RequestException.Invalid("script.too_long", $"The text is longer than {scriptLimit} characters; split it into several videos.");

    /// <summary>The captions asked for.</summary>
    /// <exception cref="ScriptException"><c>captions.unknown_format</c>.</exception>
    public static CaptionOptions Captions(CreateVideoRequest request) => new() { Files = CaptionOptions.ParseFiles(request.Captions), Burn = request.BurnCaptions };

    /// <summary>The row of a video whose request satisfies the rules; the names of its recording, its music and its background's picture as the user knows them.</summary>
    public static VideoRow Row(CreateVideoRequest request, AvatarRow avatar, JobRow job, string? recording = null, string? music = null, string? background = null)
    {
        var row = Sound(request, avatar, job, recording, music);
        VideoPicture.Of(request, isSent: background is not null).Put(row, background);
        return row;
    }

    private static VideoRow Sound(CreateVideoRequest request, AvatarRow avatar, JobRow job, string? recording, string? music) => new()
    {
        Id = job.SubjectId,
        AvatarId = avatar.Id,
        Text = recording is null ? request.Text : null,
        RecordingName = recording,
        Language = request.Language ?? "en",
        Voice = string.IsNullOrWhiteSpace(request.Voice) ? null : request.Voice,
        Rate = request.Rate,
        Pitch = request.Pitch,
        Volume = request.Volume,
        Expressiveness = request.Expressiveness,
        Label = request.Label || avatar.Consent is null,
        Engine = string.IsNullOrWhiteSpace(request.Engine) ? null : request.Engine,
        Captions = CaptionOptions.ListFiles(VideoRules.Captions(request).Files),
        BurnCaptions = request.BurnCaptions,
        Loudness = request.Loudness,
        MusicName = music,
        MusicVolume = request.MusicVolume,
        Denoise = request.Denoise,
        Transcript = string.IsNullOrWhiteSpace(request.Transcript) ? null : request.Transcript,
        Lead = request.Lead,
        Tail = request.Tail,
        CreatedAt = job.CreatedAt,
        JobId = job.Id,
        Job = job,
    };

    private static void Within(string name, double value, double least, double most, string code = "speech.option_out_of_range")
    {
        if (!(value >= least && value <= most))
        {
            throw RequestException.Invalid(
                code, FormattableString.Invariant($"The {name} is {value}; choose a value from {least} to {most}."));
        }
    }
}

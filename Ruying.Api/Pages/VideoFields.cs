using System.Globalization;
using Ruying.Api.Storage;
using Ruying.Api.Videos;

namespace Ruying.Api.Pages;

/// <summary>Fills the form for a new video with what is known already.</summary>
internal static class VideoFields
{
    /// <summary>What the background's picture is called: shown, not sent.</summary>
    public const string PictureName = "backgroundName";

    /// <summary>What a draft has.</summary>
    public static UploadedForm Of(CreateVideoRequest video) => Form(
        ("text", video.Text), ("language", video.Language), ("voice", video.Voice), ("transcript", video.Transcript), ("captions", video.Captions),
        ("rate", Number(video.Rate)), ("pitch", Number(video.Pitch)), ("volume", Number(video.Volume)), ("expressiveness", Number(video.Expressiveness)),
        ("loudness", Number(video.Loudness)), ("musicVolume", Number(video.MusicVolume)), ("lead", Number(video.Lead)), ("tail", Number(video.Tail)),
        ("burnCaptions", Flag(video.BurnCaptions)), ("denoise", Flag(video.Denoise)), ("label", Flag(video.Label)),
        ("background", video.Background), ("backgroundColour", video.BackgroundColour), ("backgroundBlur", Number(video.BackgroundBlur)), ("backgroundUpload", video.BackgroundUpload), ("backgroundOf", video.BackgroundOf),
        ("aspect", video.Aspect), ("resolution", Number(video.Resolution)), ("format", video.Format));

    /// <summary>What a video was asked for with; of its files the background's picture is kept for another.</summary>
    public static UploadedForm Of(VideoResponse video) => Named(video.BackgroundPicture, Of(new CreateVideoRequest(
        video.AvatarId, video.Text, video.Language, video.Voice, video.Rate, video.Pitch, video.Volume, video.Expressiveness, video.Label, Captions: video.Captions,
        BurnCaptions: video.BurnCaptions, Loudness: video.Loudness, MusicVolume: video.MusicVolume, Denoise: video.Denoise, Transcript: video.Transcript, Lead: video.Lead, Tail: video.Tail,
        Background: video.Background, BackgroundColour: video.BackgroundColour, BackgroundBlur: video.BackgroundBlur, BackgroundOf: video.BackgroundPicture is null ? null : video.Id,
        Aspect: video.Aspect, Resolution: video.Resolution, Format: video.Format)));

    /// <summary>The same with the name of the background's picture, to show; null for none.</summary>
    public static UploadedForm Named(string? picture, UploadedForm form) =>
        picture is null ? form : form with { Fields = new Dictionary<string, IReadOnlyList<string>>(form.Fields) { [PictureName] = [picture] } };

    private static UploadedForm Form(params (string Name, string? Value)[] fields) =>
        new(fields.Where(f => f.Value is not null).ToDictionary(f => f.Name, IReadOnlyList<string> (f) => [f.Value!]), [], new Dictionary<string, UploadedFile>());

    private static string? Number(double? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string Flag(bool value) => value ? "true" : "false";
}

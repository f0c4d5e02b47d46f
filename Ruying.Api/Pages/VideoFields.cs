using System.Globalization;
using Ruying.Api.Storage;
using Ruying.Api.Videos;

namespace Ruying.Api.Pages;

/// <summary>Fills the form for a new video with what is known already.</summary>
internal static class VideoFields
{
    /// <summary>What a draft has.</summary>
    public static UploadedForm Of(CreateVideoRequest video) => Form(
        ("text", video.Text), ("language", video.Language), ("voice", video.Voice), ("transcript", video.Transcript), ("captions", video.Captions),
        ("rate", Number(video.Rate)), ("pitch", Number(video.Pitch)), ("volume", Number(video.Volume)), ("expressiveness", Number(video.Expressiveness)),
        ("loudness", Number(video.Loudness)), ("musicVolume", Number(video.MusicVolume)), ("lead", Number(video.Lead)), ("tail", Number(video.Tail)),
        ("burnCaptions", Flag(video.BurnCaptions)), ("denoise", Flag(video.Denoise)), ("label", Flag(video.Label)));

    /// <summary>What a video was asked for with; its files are not kept for another.</summary>
    public static UploadedForm Of(VideoResponse video) => Of(new CreateVideoRequest(
        video.AvatarId, video.Text, video.Language, video.Voice, video.Rate, video.Pitch, video.Volume, video.Expressiveness, video.Label, Captions: video.Captions,
        BurnCaptions: video.BurnCaptions, Loudness: video.Loudness, MusicVolume: video.MusicVolume, Denoise: video.Denoise, Transcript: video.Transcript, Lead: video.Lead, Tail: video.Tail));

    private static UploadedForm Form(params (string Name, string? Value)[] fields) =>
        new(fields.Where(f => f.Value is not null).ToDictionary(f => f.Name, IReadOnlyList<string> (f) => [f.Value!]), [], new Dictionary<string, UploadedFile>());

    private static string? Number(double? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string Flag(bool value) => value ? "true" : "false";
}

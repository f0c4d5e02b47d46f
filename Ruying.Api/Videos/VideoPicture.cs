using System.Text.Json;
using Ruying.Api.Data;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Pictures;

namespace Ruying.Api.Videos;

/// <summary>What a video shall look like, in the words of the API; what is null is as filmed, and as MP4.</summary>
/// <param name="Background">A <see cref="BackgroundKind"/>'s name; null for a picture where one is given, else for what was filmed.</param>
/// <param name="Colour">As <c>#rrggbb</c>.</param>
/// <param name="Blur">How far out of focus.</param>
/// <param name="HasPicture">Whether a picture is given.</param>
/// <param name="Aspect">One of <see cref="PictureOptions.Aspects"/>.</param>
/// <param name="Resolution">One of <see cref="PictureOptions.Resolutions"/>.</param>
/// <param name="Format">A <see cref="VideoFormat"/>'s name; null for WebM where that is needed, else for MP4.</param>
internal sealed record VideoPicture(string? Background, string? Colour, double? Blur, bool HasPicture, string? Aspect, int? Resolution, string? Format)
{
    /// <summary>Of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isSent">Whether a picture came with it as a file.</param>
    public static VideoPicture Of(CreateVideoRequest request, bool isSent = false) => new(
        Word(request.Background), Word(request.BackgroundColour), request.BackgroundBlur, isSent || Word(request.BackgroundUpload) is not null || Word(request.BackgroundOf) is not null, Word(request.Aspect), request.Resolution, Word(request.Format));

    /// <summary>Of a video.</summary>
    public static VideoPicture Of(VideoRow video) =>
        new(video.Background, video.BackgroundColour, video.BackgroundBlur, video.BackgroundName is not null, video.Aspect, video.Resolution, video.Format);

    /// <summary>What is behind the person.</summary>
    /// <exception cref="PictureException"><c>picture.option_out_of_range</c>.</exception>
    public BackgroundKind Kind => Background is null ? HasPicture ? BackgroundKind.Picture : BackgroundKind.Original : Choice<BackgroundKind>("background", Background);

    /// <summary>What the video is written as.</summary>
    /// <exception cref="PictureException"><c>picture.option_out_of_range</c>.</exception>
    public VideoFormat WrittenAs => Format is not null ? Choice<VideoFormat>("format", Format) : Kind == BackgroundKind.Transparent ? VideoFormat.WebM : VideoFormat.Mp4;

    /// <summary>What the pipeline is asked for; null where nothing is.</summary>
    /// <param name="picturePath">The background's picture; null where it is none.</param>
    /// <exception cref="PictureException"><c>picture.option_out_of_range</c>, <c>picture.needs_webm</c>.</exception>
    public PictureOptions? Options(string? picturePath)
    {
        var kind = Kind;
        var background = new Background { Kind = kind, Colour = kind == BackgroundKind.Colour ? Colour : null, PicturePath = kind == BackgroundKind.Picture ? picturePath : null };
        var options = new PictureOptions
        {
            Background = kind == BackgroundKind.Blur && Blur is { } strength ? background with { Strength = strength } : background,
            Aspect = PictureOptions.Aspects.TryGetValue(Aspect ?? "original", out var shape) ? shape : throw PictureOptions.OutOfRange($"The aspect is {Aspect}; choose {string.Join(", ", PictureOptions.Aspects.Keys)}."),
            Resolution = Resolution,
            Format = WrittenAs,
        };
        options.Check();
        return options == new PictureOptions() ? null : options;
    }

    /// <summary>Refuses what is out of range or does not go together; whether a picture that is asked for comes is not looked at.</summary>
    /// <exception cref="PictureException"><c>picture.option_out_of_range</c>, <c>picture.needs_webm</c>.</exception>
    public void Check() => _ = Options(picturePath: BackgroundFiles.Field);

    /// <summary>Keeps it with a video.</summary>
    /// <param name="video">The video.</param>
    /// <param name="pictureName">What the client calls the background's picture; null where there is none.</param>
    public void Put(VideoRow video, string? pictureName)
    {
        var kind = Kind;
        video.Background = kind == BackgroundKind.Original ? null : Name(kind);
        video.BackgroundColour = kind == BackgroundKind.Colour ? Colour : null;
        video.BackgroundBlur = kind == BackgroundKind.Blur ? Blur : null;
        video.BackgroundName = kind == BackgroundKind.Picture ? pictureName : null;
        video.Aspect = Aspect == "original" ? null : Aspect;
        video.Resolution = Resolution;
        video.Format = WrittenAs == VideoFormat.Mp4 ? null : Name(WrittenAs);
    }

    /// <summary>A value as the API writes it.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => value is VideoFormat ? value.ToString().ToLowerInvariant() : JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string? Word(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static T Choice<T>(string field, string word)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => Name(value) == word).Select(value => (T?)value).FirstOrDefault()
            ?? throw PictureOptions.OutOfRange($"The {field} is {word}; choose {string.Join(", ", Enum.GetValues<T>().Select(value => Name(value)))}.");
}

using System.Globalization;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Pipeline.Pictures;
using Ruying.Pipeline.Sound;

namespace Ruying.Api.Videos;

/// <summary>Reads a video's request from a form's fields.</summary>
internal static class VideoForm
{
    public static CreateVideoRequest Read(UploadedForm form) => new(
        form.Text("avatarId"),
        form.Text("text"),
        form.Text("language") ?? "en",
        form.Text("voice"),
        Number(form, "rate", 1),
        Number(form, "pitch", 0),
        Number(form, "volume", 1),
        Number(form, "expressiveness", 1, "motion.option_out_of_range"),
        Flag(form, "label", true),
        form.Text("engine"),
        form.Text("captions"),
        Flag(form, "burnCaptions", false),
        Number(form, "loudness", new SoundOptions().Loudness, "sound.option_out_of_range"),
        Number(form, "musicVolume", new SoundOptions().MusicVolume, "sound.option_out_of_range"),
        Flag(form, "denoise", false),
        form.Text("transcript"),
        OptionalNumber(form, "lead"),
        OptionalNumber(form, "tail"),
        form.Text("audioUpload"),
        form.Text("musicUpload"),
        form.Text("device"),
        form.Text("background"),
        form.Text("backgroundColour"),
        OptionalNumber(form, "backgroundBlur", "picture.option_out_of_range"),
        form.Text("backgroundUpload"),
        form.Text("backgroundOf"),
        form.Text("aspect"),
        Resolution(form),
        form.Text("format"));

    private static double Number(UploadedForm form, string field, double absent, string code = "speech.option_out_of_range")
    {
        if (form.Text(field) is not { } text)
        {
            return absent;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw RequestException.Invalid(code, $"The {field} is not a number; write it like 1.1.");
    }

    private static double? OptionalNumber(UploadedForm form, string field, string code = "sound.option_out_of_range") =>
        form.Text(field) is null ? null : Number(form, field, 0, code);

    private static int? Resolution(UploadedForm form) => OptionalNumber(form, "resolution", "picture.option_out_of_range") switch
    {
        null => null,
        var side and >= 0 and <= int.MaxValue when side == Math.Floor(side.Value) => (int)side,
        _ => throw PictureOptions.OutOfRange("The resolution is not a whole number; write it like 720."),
    };

    private static bool Flag(UploadedForm form, string field, bool absent)
    {
        if (form.Text(field) is not { } text)
        {
            return absent;
        }

        return bool.TryParse(text, out var flag)
            ? flag
            : throw RequestException.Malformed($"The field {field} is neither true nor false.");
    }
}

namespace Ruying.Api.Videos;

/// <summary>What an avatar shall say. As a multipart form the same fields, a recording in <c>audio</c> in place of the text, and music in <c>music</c>.</summary>
/// <param name="AvatarId">Who speaks.</param>
/// <param name="Text">Plain text to speak.</param>
/// <param name="Language">BCP 47 tag of the text's language.</param>
/// <param name="Voice">The voice's id, spoken as it is; the one that fits the avatar if absent, with its pitch and rate under those asked for.</param>
/// <param name="Rate">Speed, 0.5 to 2.</param>
/// <param name="Pitch">Semitones, -12 to 12.</param>
/// <param name="Volume">Gain, 0 to 2.</param>
/// <param name="Expressiveness">How far the mouth moves, 0.5 to 1.5; 1 is the person's own way.</param>
/// <param name="Label">Whether the picture says that it is generated; always so when the avatar has no consent.</param>
/// <param name="Engine">What makes the mouth: an imported model's name, or <c>own</c>; the avatar's choice if absent.</param>
/// <param name="Captions">Caption files to make of a text: <c>srt</c>, <c>vtt</c>, <c>ass</c>, with commas between them.</param>
/// <param name="BurnCaptions">Whether captions are drawn into the picture.</param>
/// <param name="Loudness">Integrated loudness in LUFS, -31 to -9.</param>
/// <param name="MusicVolume">Gain on the music, 0 to 2.</param>
/// <param name="Denoise">Whether noise is taken from a recording.</param>
/// <param name="Transcript">What the recording says, all of its words and no others: gives it captions.</param>
/// <param name="Lead">Seconds of silence before the first word, 0 to 10: a recording is trimmed or padded to it; 0.3, or as recorded, if absent.</param>
/// <param name="Tail">Seconds of silence after the last word, 0 to 10: a recording is trimmed or padded to it; 0.5, or as recorded, if absent.</param>
/// <param name="AudioUpload">The id of an upload that is a recording, in place of the text.</param>
/// <param name="MusicUpload">The id of an upload that is music.</param>
/// <param name="Device">What it is rendered on: <c>cpu</c> or <c>cuda</c>; whichever is free if absent.</param>
public sealed record CreateVideoRequest(
    string? AvatarId,
    string? Text = null,
    string? Language = "en",
    string? Voice = null,
    double Rate = 1,
    double Pitch = 0,
    double Volume = 1,
    double Expressiveness = 1,
    bool Label = true,
    string? Engine = null,
    string? Captions = null,
    bool BurnCaptions = false,
    double Loudness = -16,
    double MusicVolume = 1,
    bool Denoise = false,
    string? Transcript = null,
    double? Lead = null,
    double? Tail = null,
    string? AudioUpload = null,
    string? MusicUpload = null,
    string? Device = null);

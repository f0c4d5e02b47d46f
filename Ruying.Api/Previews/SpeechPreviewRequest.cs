namespace Ruying.Api.Previews;

/// <summary>A text to be heard at once, as its video would say it.</summary>
/// <param name="Text">Plain text or SSML, up to 500 characters (<c>Ruying:Previews:SpeechLimit</c>).</param>
/// <param name="AvatarId">Who speaks; without a voice, the one that fits the avatar.</param>
/// <param name="Language">BCP 47 tag of the text's language.</param>
/// <param name="Voice">The voice's id; the avatar's if absent, or the language's usual one without an avatar.</param>
/// <param name="Rate">Speed, 0.5 to 2.</param>
/// <param name="Pitch">Semitones, -12 to 12.</param>
/// <param name="Volume">Gain, 0 to 2.</param>
public sealed record SpeechPreviewRequest(
    string? Text, string? AvatarId = null, string? Language = "en", string? Voice = null, double Rate = 1, double Pitch = 0, double Volume = 1);

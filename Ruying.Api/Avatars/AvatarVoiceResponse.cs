using Ruying.Pipeline.Speech.Voices;

namespace Ruying.Api.Avatars;

/// <summary>An avatar's voice as the API shows it.</summary>
/// <param name="Measured">How the person speaks in the footage; null in avatars of before it was measured.</param>
/// <param name="Set">What a user set; null leaves it to what was measured.</param>
/// <param name="Language">The language that <paramref name="Fitted"/> is for.</param>
/// <param name="Fitted">How the avatar speaks where a video asks for no voice; null where no engine of this machine speaks the language.</param>
public sealed record AvatarVoiceResponse(VoiceMeasures? Measured, VoiceChoice? Set, string Language, FittedVoice? Fitted);

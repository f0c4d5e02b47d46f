namespace Ruying.Api.Pages;

/// <summary>The upload form, empty or as it was when something was wrong with it.</summary>
public sealed record AvatarFormModel(long UploadLimit, string? Error = null, string? Name = null, string? ConsentBy = null, string? Consent = null, bool Studio = false)
{
    /// <summary>What the form proposes to agree to.</summary>
    public const string UsualConsent = "I agree that an avatar is made of me from this video, and that it says scripts in videos which show that they are generated.";
}

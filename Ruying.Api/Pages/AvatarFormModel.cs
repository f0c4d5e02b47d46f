namespace Ruying.Api.Pages;

/// <summary>The upload form, empty or as it was when something was wrong with it.</summary>
public sealed record AvatarFormModel(long UploadLimit, string? Error = null, string? Name = null, string? ConsentBy = null, string? Consent = null, bool Studio = false);

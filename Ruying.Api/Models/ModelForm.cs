namespace Ruying.Api.Models;

/// <summary>The form that imports a model, as the API's description shows it; it is read as it arrives (<see cref="Storage.UploadReader"/>).</summary>
/// <param name="File">The ONNX file.</param>
/// <param name="Name">What to call it: a-z, 0-9 and hyphens.</param>
/// <param name="Settings">What it is fed, as JSON; as Wav2Lip if absent.</param>
public sealed record ModelForm(IFormFile File, string Name, string? Settings);

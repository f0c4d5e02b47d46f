namespace Ruying.Api.Models;

/// <summary>The form that imports a model, as the API's description shows it; it is read as it arrives (<see cref="Storage.UploadReader"/>).</summary>
/// <param name="Name">What to call it: a-z, 0-9 and hyphens.</param>
/// <param name="File">The ONNX file.</param>
/// <param name="Upload">The id of an upload that is the ONNX file, in its place.</param>
/// <param name="Kind"><c>wav2lip</c> (if absent), <c>piper</c> or <c>kokoro</c>.</param>
/// <param name="Settings">What a generator or a voice pack is fed, as JSON; the format's own if absent.</param>
/// <param name="Config">A Piper voice's NAME.onnx.json, or settings as a file.</param>
/// <param name="ConfigUpload">The id of an upload that is this file, in its place.</param>
/// <param name="Styles">The styles of a voice pack: a .bin, .npy or .npz file.</param>
/// <param name="StylesUpload">The id of an upload that is this file, in its place.</param>
public sealed record ModelForm(
    string Name, IFormFile? File = null, string? Upload = null, string? Kind = null, string? Settings = null, IFormFile? Config = null, string? ConfigUpload = null, IFormFile? Styles = null,
    string? StylesUpload = null);

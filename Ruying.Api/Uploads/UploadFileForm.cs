namespace Ruying.Api.Uploads;

/// <summary>The form that sends a file, as the API's description shows it; it is read as it arrives (<see cref="Storage.UploadReader"/>).</summary>
/// <param name="File">The file.</param>
public sealed record UploadFileForm(IFormFile File);

using Ruying.Pipeline.Models;

namespace Ruying.Api.Models;

/// <summary>An imported model as the API shows it.</summary>
/// <param name="Name">Its name: what <c>engine</c> takes, if it is a generator.</param>
/// <param name="Kind">What it is.</param>
/// <param name="File">The name of the uploaded file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="Side">Pixels of a generator's face's side.</param>
/// <param name="ImportedAt">When.</param>
/// <param name="Settings">What a generator is fed.</param>
/// <param name="Voice">What a voice offers.</param>
public sealed record ModelResponse(
    string Name, string Kind, string File, long Bytes, string Sha256, int? Side, DateTimeOffset ImportedAt, GeneratorSettings? Settings, NetworkVoice? Voice)
{
    public static ModelResponse From(StoredModel model) => new(
        model.Name, model.Kind, model.FileName, model.Bytes, model.Sha256, model.Signature?.Side, model.Imported, model.Settings, model.Voice);
}

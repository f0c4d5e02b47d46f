using Ruying.Pipeline.Models;
using Ruying.Pipeline.Models.Pulling;

namespace Ruying.Api.Models;

/// <summary>A model of the store as the API shows it.</summary>
/// <param name="Name">Its name: what <c>engine</c> takes, if it is a generator.</param>
/// <param name="Kind">What it is.</param>
/// <param name="File">The name of the uploaded file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="Side">Pixels of a generator's face's side.</param>
/// <param name="ImportedAt">When.</param>
/// <param name="Settings">What a generator is fed.</param>
/// <param name="Voice">What a voice offers.</param>
/// <param name="Address">Where a pulled model was fetched from.</param>
/// <param name="Licence">The licence of a pulled model.</param>
public sealed record ModelResponse(
    string Name,
    string Kind,
    string File,
    long Bytes,
    string Sha256,
    int? Side,
    DateTimeOffset ImportedAt,
    GeneratorSettings? Settings,
    NetworkVoice? Voice,
    string? Address,
    ModelLicenceResponse? Licence)
{
    public static ModelResponse From(StoredModel model, ModelLicence? card = null) => new(
        model.Name,
        model.Kind,
        model.FileName,
        model.Bytes,
        model.Sha256,
        model.Signature?.Side,
        model.Imported,
        model.Settings,
        model.Voice,
        model.Origin?.Address,
        model.Origin is { } origin ? new ModelLicenceResponse(origin.Licence, origin.Accepted, card?.Text) : null);
}

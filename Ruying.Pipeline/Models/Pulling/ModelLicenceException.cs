namespace Ruying.Pipeline.Models.Pulling;

/// <summary>A model's licence was not accepted yet: code <c>model.licence</c>.</summary>
/// <param name="name">The model's name.</param>
/// <param name="licence">What is to be accepted.</param>
public sealed class ModelLicenceException(string name, ModelLicence licence) : RuyingException(
    "model.licence", $"Read the card of {name} and accept its licence first ({licence.Summary}): --accept-licence at the command line, acceptLicence in the API.")
{
    /// <summary>What is to be accepted.</summary>
    public ModelLicence Licence { get; } = licence;
}
